"""A small pack without any fault, for tests that break one thing in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lnreview.guideline import check

FACT = 'source = "arora-2022"\nlocator = "abstract"\nstatus = "primary"\n'
CHOICE = 'source = "lnreview"\nlocator = "program default"\nstatus = "program-default"\n'

FILES = {
    "pack.toml": 'version = "1"\neffective = 2026-11-01\n',
    "sources.toml": """\
[arora-2022]
reference = "Arora S, et al. 2022."
kind = "definition"
read = "abstract"

[carrier-2025]
reference = "A note on it."
kind = "review"
read = "text"

[lnreview]
reference = "lnreview program default"
kind = "program"
read = "nothing"
""",
    "criteria/small.toml": f"""\
name = "Small set"
version = "1"
effective = 2022-06-01
source = "arora-2022"

[definition]
text = "Two regimens failed."
{FACT}
[next_step]
text = "Anti-CD20."
source = "arora-2022"
locator = "abstract, as reported by carrier-2025"
status = "secondary"

[[switches]]
text = "Per regimen."
{CHOICE}
[parameters.no-change]
value = 25
unit = "%"
means = "less is no change"
{CHOICE}
""",
    "thresholds/doses.toml": f"""\
[floor]
value = 2.0
unit = "g/d"
means = "smallest dose"
{FACT}
[months]
value = 4
upper = 6
unit = "mo"
means = "shortest course"
{FACT}
""",
    "thresholds/safety.toml": f"""\
[egfr-floor]
value = 45
unit = "mL/min/{{1.73_m2}}"
means = "smallest eGFR"
{FACT}
""",
    "drugs.toml": """\
[[drug]]
id = "alpha"
name = "alpha"
names = ["Alfa", "A-1"]
class = "mpaa"
standard_induction = true

[[drug]]
id = "beta"
name = "beta"
class = "cni"
standard_induction = true
""",
    "doses.toml": """\
[[dose]]
class = "mpaa"
drugs = ["alpha"]
scheme = "full dose"
measure = "per-day"
floor = "floor"
months = "months"
with_class = ["cni"]
""",
    "lesions.toml": f"""\
[[lesion]]
id = "tma"
name = "thrombotic microangiopathy"
names = ["TMA of the kidney"]
beside_ln = true
[lesion.statement]
text = "It is looked for."
{FACT}
""",
    "therapies/beta.toml": f"""\
[[therapy]]
id = "beta"
name = "beta with alpha"
drug_classes = ["cni", "mpaa"]
label = "on-label"
label_text = "Labelled."
label_status = "primary"
label_source = "arora-2022"
for_verdicts = ["refractory"]
named_by = ["small"]
evidence_level = "none"

[[therapy.evidence]]
text = "Tested in active, not refractory, disease."
{FACT}
[therapy.dose]
text = "One a day."
{FACT}
[[therapy.safety]]
id = "beta-egfr"
kind = "egfr"
text = "Not below the floor."
parameter = "egfr-floor"
{FACT}
""",
    "equations.toml": f"""\
[double]
name = "double"
year = 2021
formula = "2 x"
{FACT}
use = "always"
misuse = "never"
[double.coefficients]
factor = 2.50
""",
    "steps.toml": f"""\
[adherence]
text = "Was it taken?"
{FACT}
""",
    "gates.toml": """\
[[gate]]
id = "G2"
question = "Was it taken?"
step = "adherence"
verdicts = ["nonadherence"]
sources = ["arora-2022"]
""",
    "conflicts.toml": f"""\
[[conflict]]
id = "C1"
question = "How long?"
program = "Per regimen."
[conflict.positions.arora-2022]
text = "4-6 months."
{FACT}
""",
    "steroids.toml": f"""\
[[dose]]
scheme = "reduced"
from_week = 0
to_week = 2
low = 0.5
high = 0.6
unit = "mg/kg/d"
{FACT}
""",
    "genetics.toml": f"""\
[[advice]]
gene = "APOL1"
result = "two-risk-alleles"
drugs = ["beta"]
advice = "It changes no therapy."
scope = "prognosis"
{FACT}
""",
    "facts/facts.toml": f"""\
[[fact]]
id = "order"
topic = "definition"
name = "Order"
text = "Adherence first."
criteria = ["arora-2022"]
drugs = ["alpha"]
parameters = ["floor"]
{FACT}
""",
    "scores/index.toml": f"""\
[[item]]
id = "seizure"
index = "sledai-2k"
name = "Seizure"
weight = 8
{FACT}
""",
}


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small pack, of which a review would read only the little that it holds."""
    monkeypatch.setattr(check, "REQUIRED_CRITERIA", ("no-change",))
    monkeypatch.setattr(check, "REQUIRED_THRESHOLDS", ())
    # so that a rule which names another threshold is one fault, not two
    monkeypatch.setattr(check, "SHOWN_ONLY", ("floor", "months", "egfr-floor"))
    folder = tmp_path / "pack"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def change(pack: Path) -> Callable[[str, str, str], Path]:
    """A function that replaces a text that stands once in a file of the pack, and gives the folder."""

    def replace(name: str, old: str, new: str) -> Path:
        path = pack / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return pack

    return replace
