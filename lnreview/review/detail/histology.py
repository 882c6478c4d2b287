"""The tissue item by item: indices of each biopsy, how they were reached, what changed between biopsies, and classes.

A reported index is shown beside the one that its items make; where they disagree the reported one counts and the
difference is told. The index of activity and that of chronicity stand side by side and are never added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from lnreview.case.quantities import shown
from lnreview.case.records import Biopsy
from lnreview.review import nih, tissue
from lnreview.review.assess import Assessment
from lnreview.review.context import Context
from lnreview.review.detail.facts import cited, facts, told
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.finding import Missing
from lnreview.review.nih import Index, IndexName, Range

_NAMES: tuple[IndexName, IndexName] = ("nih-activity", "nih-chronicity")
_WORDS: dict[IndexName, str] = {"nih-activity": "Activity", "nih-chronicity": "Chronicity"}
_ORDER = ("I", "II", "III", "IV", "V", "VI")
_DIVIDED = re.compile(r"\bIV[\s-]?[SG]\b", re.IGNORECASE)
_LETTERS = re.compile(r"\(\s*(?:A|C|A\s*/\s*C)\s*\)|\bA/C\b")


@dataclass(frozen=True)
class Sitting:
    """The biopsies of one day: all their classes, and the indices of each report by itself."""

    biopsies: tuple[Biopsy, ...]
    classes: tuple[str, ...]
    activity: tuple[Range, ...]
    """One of every report that has it."""
    chronicity: tuple[Range, ...]

    @property
    def day(self) -> str:
        """The date as written."""
        return str(self.biopsies[0].taken_on or "")


def sitting(ctx: Context, biopsies: Sequence[Biopsy]) -> Sitting:
    """Return biopsies of one day as one."""
    classes = {name for item in biopsies for name in item.classes}
    activity, chronicity = (
        tuple(value for item in biopsies if (value := nih.index(ctx.guideline, item, name).value))
        for name in _NAMES
    )
    return Sitting(tuple(biopsies), tuple(name for name in _ORDER if name in classes), activity, chronicity)


def sittings(ctx: Context) -> tuple[Sitting, ...]:
    """Return the biopsies of the record day by day in the order of time; one without a day stands by itself."""
    groups = groupby(
        enumerate(ctx.case.biopsies),
        key=lambda pair: str(pair[1].taken_on) if pair[1].taken_on else f"{pair[0]}",
    )
    return tuple(sitting(ctx, [item for _, item in group]) for _, group in groups)


def histology(view: Assessment) -> tuple[Table, ...]:
    """Return the indices, their items, the changes between biopsies, and the definitions of the classes found."""
    ctx = view.ctx
    if not ctx.case.biopsies:
        return ()
    return (*_indices(view), *_items(ctx), *_changes(ctx), *_classes(ctx))


# --- indices ---------------------------------------------------------------------------------------------------------


def _indices(view: Assessment) -> tuple[Table, ...]:
    ctx = view.ctx
    rows = []
    for biopsy in ctx.case.biopsies:
        pair = [nih.index(ctx.guideline, biopsy, name) for name in _NAMES]
        used = facts(ctx.guideline, "nih-items", "nih-maxima")
        items = [entry.item for index in pair for entry in index.graded if index.computed is not None]
        rows.append(
            Row(
                (str(biopsy.taken_on or ""), class_of(biopsy), _cell(pair[0], biopsy.activity_text),
                 _cell(pair[1], biopsy.chronicity_text), _basis(pair)),
                how=" ".join(said for index in pair if (said := explain(index))),
                evidence=(tissue.describe(ctx, biopsy),),
                citations=cited(*used, *items),
                parameters=(ctx.guideline["ai-maximum"], ctx.guideline["ci-maximum"]),
            )
        )  # fmt: skip
    asked = tuple(item for item in view.diagnosis.missing if item.place == "biopsies")
    return (
        Table(
            "nih-indices",
            "Modified NIH indices of each biopsy",
            "chronicity",
            (Column("Biopsy"), Column("Class"), Column("AI"), Column("CI"), Column("From")),
            tuple(rows),
            note="A reported index counts before a computed one: it is the pathologist's own reading. "
            "Activity and chronicity index are never added together.",
            missing=(*asked, *_other_questions(view)),
        ),
    )


def _other_questions(view: Assessment) -> tuple[Missing, ...]:
    """Ask for the indices of tissue that decides but is not the biopsy that the diagnosis rests on."""
    known = {item.what for item in view.diagnosis.missing}
    return tuple(item for item in view.chronicity.missing if item.entry and item.what not in known)


def class_of(biopsy: Biopsy) -> str:
    """Return the class as reported, else the classes entered, else whether it is lupus nephritis at all."""
    if biopsy.class_text or biopsy.classes:
        return biopsy.class_text or " + ".join(biopsy.classes)
    return {True: "lupus nephritis, class not reported", False: "no lupus nephritis", None: ""}[
        biopsy.proves_ln
    ]


def _cell(index: Index, words: str) -> str:
    if index.impossible and index.reported is not None:
        return f"{shown(index.reported)} of {shown(index.maximum)}: impossible, not used"
    if index.value is None:
        return f"{words} (words only)" if words else ""
    return f"{index.value} of {shown(index.maximum)}"


def _basis(pair: Sequence[Index]) -> str:
    """Say for both indices where they come from."""
    said = []
    for index in pair:
        short = nih.SHORT[index.name]
        if index.disagrees:
            said.append(f"{short} reported, its items make {index.computed}")
        elif index.reported is not None:
            said.append(f"{short} reported")
        elif index.computed is not None:
            graded = len(index.graded) - len(index.lacking)
            said.append(f"{short} from {graded} of {len(index.graded)} items")
    return "; ".join(said)


def explain(index: Index) -> str:
    """Say in a sentence or two how an index was reached, and what disagrees; empty where nothing is on record."""
    short, made = nih.SHORT[index.name], index.computed
    if made is not None:
        sums = " + ".join(
            f"{shown(entry.points.low)} ({entry.item.name.lower()})"
            for entry in index.graded
            if entry.grade is not None
        )
        lacking = (
            f"; not graded: {', '.join(name.lower() for name in index.lacking)}" if index.lacking else ""
        )
        computed = f"{short} from the items: {sums} = {made}{lacking}."
    if index.impossible:
        return f"{short} {index.reported} lies outside its scale of {shown(index.maximum)} and is not used; ask the pathologist."
    if index.reported is None:
        return computed if made is not None else ""
    if made is None:
        return f"{short} {shown(index.reported)} as reported; its items are not on record."
    if index.disagrees:
        return (
            f"{computed} The report says {shown(index.reported)}: they disagree. The reported index is used, because it is the "
            "pathologist's own reading and grades may have been copied in part; ask which holds."
        )
    agrees = (
        "agrees with the report"
        if made.exact
        else f"does not contradict the reported {shown(index.reported)}"
    )
    return f"{computed} This {agrees}."


# --- items -----------------------------------------------------------------------------------------------------------


def _items(ctx: Context) -> tuple[Table, ...]:
    """Return a table for every biopsy whose items are graded."""
    tables = []
    for biopsy in ctx.case.biopsies:
        pair = [nih.index(ctx.guideline, biopsy, name) for name in _NAMES]
        if all(index.computed is None for index in pair):
            continue
        rows = [row for index in pair if index.computed is not None for row in _item_rows(ctx, biopsy, index)]
        note = " ".join(told(item) for item in facts(ctx.guideline, "nih-grades"))
        tables.append(
            Table(
                f"nih-items-{biopsy.id}",
                f"Items of the biopsy{f' of {biopsy.taken_on}' if biopsy.taken_on else ''}",
                "chronicity",
                (Column("Index"), Column("Item"), Column("Grade", True), Column("Weight", True), Column("Points", True),
                 Column("Most", True)),
                tuple(rows),
                note=f"Grades: {note}" if note else "",
            )
        )  # fmt: skip
    return tuple(tables)


def _item_rows(ctx: Context, biopsy: Biopsy, index: Index) -> list[Row]:
    word = _WORDS[index.name]
    rows = []
    for entry in index.graded:
        graded = entry.grade is not None
        rows.append(
            Row(
                (word, entry.item.name, str(entry.grade) if graded else "", shown(entry.item.weight),
                 str(entry.points) if graded else "", shown(entry.most)),
                how="Grade × weight." if graded else f"Not graded: {entry.points} points are possible.",
                evidence=(ctx.evidence(biopsy, entry.item.name.lower(), entry.grade, "", biopsy.taken_on),) if graded else (),
                citations=cited(entry.item, *facts(ctx.guideline, "nih-grades")),
            )
        )  # fmt: skip
    rows.append(
        Row(
            (
                word,
                f"{nih.SHORT[index.name]} of these items",
                "",
                "",
                str(index.computed),
                shown(index.maximum),
            ),
            how=explain(index),
            citations=cited(*facts(ctx.guideline, "nih-maxima")),
        )
    )
    return rows


# --- changes ---------------------------------------------------------------------------------------------------------


def _changes(ctx: Context) -> tuple[Table, ...]:
    """Return what changed from each biopsy to the next."""
    rows = []
    for earlier, later in pairwise(sittings(ctx)):
        before, after = (" + ".join(item.classes) or "not reported" for item in (earlier, later))
        rows.append(
            Row(
                (f"{earlier.day or 'undated'} → {later.day or 'undated'}",
                 f"{before} → {after}" if before != after else f"{after}, unchanged",
                 changes(earlier.activity, later.activity), changes(earlier.chronicity, later.chronicity)),
                how="Later minus earlier index; where an index is a range, the difference is one too. Several reports of "
                "one day are shown one by one, without a difference.",
                evidence=tuple(tissue.describe(ctx, item) for item in (*earlier.biopsies, *later.biopsies)),
            )
        )  # fmt: skip
    if not rows:
        return ()
    return (
        Table(
            "biopsy-changes", "Change between biopsies", "chronicity",
            (Column("Biopsies"), Column("Class"), Column("AI"), Column("CI")), tuple(rows),
            note="An index that one of the two reports lacks has no change.",
        ),
    )  # fmt: skip


def changes(earlier: Sequence[Range], later: Sequence[Range]) -> str:
    """Return an index of two days: its change where each day has one report, else what each report says."""
    if not earlier or not later:
        return ""
    if len(earlier) == len(later) == 1:
        return change(earlier[0], later[0])
    return " → ".join(" and ".join(str(index) for index in day) for day in (earlier, later))


def change(earlier: Range | None, later: Range | None) -> str:
    """Return two indices with their difference, for example “6 → 10 (+4)”; empty where one is not on record."""
    if earlier is None or later is None:
        return ""
    moved = later.less(earlier)
    if moved.exact:
        told_as = "unchanged" if moved.low == 0 else f"{moved.low:+f}".replace("-", "−")
    else:
        told_as = f"{moved.low:+f} to {moved.high:+f}".replace("-", "−")
    return f"{earlier} → {later} ({told_as})"


# --- classes ---------------------------------------------------------------------------------------------------------


def _classes(ctx: Context) -> tuple[Table, ...]:
    """Return the definitions of the classes found, and what became of terms that a report still uses."""
    rows = []
    for name in _ORDER:
        having = [item for item in ctx.case.biopsies if name in item.classes]
        rows += _definition(ctx, f"isn-rps-{name.lower()}", having)
    rows += _definition(
        ctx, "isn-rps-iv-s-g", [item for item in ctx.case.biopsies if _DIVIDED.search(item.class_text)]
    )
    rows += _definition(
        ctx, "isn-rps-a-c", [item for item in ctx.case.biopsies if _LETTERS.search(item.class_text)]
    )
    if not rows:
        return ()
    return (
        Table(
            "isn-rps-classes", "What the classes mean (ISN/RPS)", "chronicity",
            (Column("As reported"), Column("Found"), Column("Meaning")), tuple(rows),
        ),
    )  # fmt: skip


def _definition(ctx: Context, name: str, having: Sequence[Biopsy]) -> list[Row]:
    return [
        Row(
            (
                item.name,
                ", ".join(str(biopsy.taken_on) if biopsy.taken_on else "undated" for biopsy in having),
                item.text,
            ),
            how=item.misuse,
            evidence=tuple(tissue.describe(ctx, biopsy) for biopsy in having),
            citations=cited(item),
        )
        for item in facts(ctx.guideline, name)
        if having
    ]
