"""The names of the verdicts, for what a pack may say of them."""

VERDICTS = (
    "alternative-diagnosis", "responding", "chronic-damage", "nonadherence", "relapse", "biopsy-needed",
    "untreated", "too-early", "undertreated", "multirefractory", "refractory", "inadequate-response",
    "insufficient-data",
)  # fmt: skip
"""The verdicts that a therapy can be listed for, and that a payer pack can ask for."""
