"""What a store of this program is known by, and the steps of its schema by name.

It stands apart from the steps themselves, so that a store can be opened without loading what only a migration needs. A
test proves that the names are those of the steps.
"""

APPLICATION_ID = 0x4C4E5256
"""Marks an SQLite file as a store of this program (“LNRV”)."""

MIGRATIONS = "lnreview-store"
"""The name of the set of steps."""

STEPS = ("m001_cases_and_events", "m002_search_and_walk", "m003_issued_files_library", "m004_worklist")
"""The steps that lead to the present schema, in their order."""
