"""What genotypes on record mean for the outlook and for drugs, by the conclusion of the report. Display only.

The program reads the phenotype that the report concludes and never turns alleles into one. Genes decide nothing: they
stop no option and lead to no verdict. What is missing before a drug that the record or the options name is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lnreview.case.records import Genotype
from lnreview.guideline.reference import Fact, GeneAdvice
from lnreview.review.assess import Assessment
from lnreview.review.detail.facts import cited, facts, told
from lnreview.review.detail.table import Column, Row, Table
from lnreview.review.detail.thiopurine import beside_genes
from lnreview.review.finding import Evidence, Missing
from lnreview.review.options import options
from lnreview.review.verdict import decide

_THIOPURINE = ("TPMT", "NUDT15")
_DRUG_GENES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("azathioprine", _THIOPURINE),
    ("tacrolimus", ("CYP3A5",)),
)
"""The genes that are asked for before a drug."""
_SCOPES = {
    "general": "general",
    "transplant": "transplantation; extrapolated to lupus nephritis",
    "prognosis": "outlook; changes no therapy",
}


@dataclass(frozen=True)
class Tested:
    """A gene on record: its results, and the one conclusion that they share."""

    gene: str
    results: tuple[Genotype, ...]

    @property
    def phenotype(self) -> str:
        """What the reports conclude; `unknown` where they do not, or contradict each other."""
        said = {item.phenotype for item in self.results if item.phenotype != "unknown"}
        return said.pop() if len(said) == 1 else "unknown"

    @property
    def contradicts(self) -> bool:
        """Whether two reports conclude differently."""
        return len({item.phenotype for item in self.results if item.phenotype != "unknown"}) > 1

    @property
    def printed(self) -> str:
        """The results as printed."""
        return "; ".join(dict.fromkeys(item.result for item in self.results if item.result))


def genetics(view: Assessment) -> tuple[Table, ...]:
    """Return genes on record with what they mean, and genes that are asked for before a drug that is named."""
    found = tested(view)
    named = mentioned(view)
    rows: list[Row] = []
    asked: list[Missing] = []
    for gene, item in found.items():
        if gene not in _THIOPURINE:
            rows += _single(view, item)
    if any(gene in found for gene in _THIOPURINE) or "azathioprine" in named:
        rows += _thiopurine(view, found)
        doses, wanted = beside_genes(view.ctx, combined(*(_phenotype(found, gene) for gene in _THIOPURINE)))
        rows += doses
        asked += wanted
    for drug, genes in _DRUG_GENES:
        lacking = [gene for gene in genes if gene not in found or found[gene].phenotype == "unknown"]
        if drug not in named or not lacking:
            continue
        what = f"{' and '.join(lacking)} phenotype, as the report concludes it"
        why = f"It is looked at before {drug}, which {named[drug]}; it decides nothing."
        asked.append(Missing(what, why, "dosing", "genotypes", rank=60))
        if drug != "azathioprine":
            rows += [_untested(gene, drug, named[drug]) for gene in lacking if gene not in found]
    if not rows:
        return ()
    beside = facts(view.ctx.guideline, "nudt15-beside-tpmt") if "azathioprine" in named else ()
    note = " ".join(told(item) for item in (*facts(view.ctx.guideline, "genetics-no-gate"), *beside))
    return (
        Table(
            "genetics", "Genes and drug doses", "plan",
            (Column("Gene"), Column("As reported"), Column("The report concludes"), Column("Drug"), Column("What it means"), Column("Scope")),
            tuple(rows), note=note, missing=tuple(asked),
        ),
    )  # fmt: skip


def tested(view: Assessment) -> dict[str, Tested]:
    """Return the genes on record by their usual name."""
    results: dict[str, list[Genotype]] = {}
    for item in view.ctx.case.genotypes:
        results.setdefault(item.gene.strip().upper(), []).append(item)
    return {gene: Tested(gene, tuple(items)) for gene, items in results.items()}


def mentioned(view: Assessment) -> dict[str, str]:
    """Return the drugs with a gene that the record, the request or the options name, and where they are named."""
    ctx = view.ctx
    named: dict[str, str] = {}
    verdict, _ = decide(view, {override.step: override for override in ctx.case.overrides})
    offered = {option.therapy for option in options(view, verdict)}
    classes = {name for item in ctx.guideline.therapies if item.id in offered for name in item.drug_classes}
    requested = ctx.drug(ctx.case.request.therapy)
    taken = {known.id for course in ctx.case.courses if (known := ctx.drug(course.drug)) is not None}
    for drug, _genes in _DRUG_GENES:
        known = ctx.drug(drug)
        if requested is not None and requested.id == drug:
            named[drug] = "is requested"
        elif drug in taken:
            named[drug] = "is among the courses of the record"
        elif drug in offered or (known is not None and known.drug_class == drug and drug in classes):
            named[drug] = "is among the options"
    return named


def advice(view: Assessment, gene: str, result: str) -> tuple[GeneAdvice, ...]:
    """Return what the pack says of a result of a gene, or of two genes read together."""
    return tuple(item for item in view.ctx.guideline.genes if item.gene == gene and item.result == result)


def combined(tpmt: str, nudt15: str) -> str:
    """Return how two thiopurine genes are read together; empty where one conclusion is lacking and could change it."""
    pair = (tpmt, nudt15)
    if "poor" in pair:
        return "poor"
    if set(pair) <= {"normal", "intermediate"}:
        return ("both-normal", "one-intermediate", "both-intermediate")[pair.count("intermediate")]
    return ""


# --- rows ------------------------------------------------------------------------------------------------------------


def _evidence(view: Assessment, items: Iterable[Tested]) -> tuple[Evidence, ...]:
    return tuple(
        view.ctx.evidence(item, tested.gene, item.result, "", item.tested_on)
        for tested in items
        for item in tested.results
    )


def _concluded(item: Tested) -> str:
    return "" if item.phenotype == "unknown" else item.phenotype.replace("-", " ")


def _phenotype(found: dict[str, Tested], gene: str) -> str:
    return found[gene].phenotype if gene in found else "unknown"


def _open(item: Tested) -> str:
    if item.contradicts:
        return "Two reports conclude differently; ask which holds."
    return "The conclusion of the report is needed; alleles are not read into a phenotype."


def _meaning(view: Assessment, gene: str, printed: str, concluded: str, found: Iterable[GeneAdvice],
             shown: tuple[Evidence, ...], also: tuple[Fact, ...] = ()) -> list[Row]:  # fmt: skip
    return [
        Row(
            (gene, printed, concluded, ", ".join(item.drugs), item.advice, _SCOPES[item.scope]), None,
            " ".join(text for text in (item.misuse, *(told(fact) for fact in also)) if text), shown, cited(item, *also),
        )
        for item in found
    ]  # fmt: skip


def _single(view: Assessment, item: Tested) -> list[Row]:
    shown, concluded = _evidence(view, [item]), _concluded(item)
    if not concluded:
        return [Row((item.gene, item.printed, "", "", "", ""), "not-documented", _open(item), shown)]
    also = facts(view.ctx.guideline, "cyp3a5-scope") if item.gene == "CYP3A5" else ()
    rows = _meaning(
        view, item.gene, item.printed, concluded, advice(view, item.gene, item.phenotype), shown, also
    )
    return rows or [
        Row(
            (item.gene, item.printed, concluded, "", "", ""),
            None,
            "The pack says nothing of this result.",
            shown,
        )
    ]


def _thiopurine(view: Assessment, found: dict[str, Tested]) -> list[Row]:
    """Read TPMT and NUDT15 together; where one lacks, say which, and give no dose."""
    held = [found[gene] for gene in _THIOPURINE if gene in found]
    phenotype = {gene: _phenotype(found, gene) for gene in _THIOPURINE}
    shown = _evidence(view, held)
    printed = "; ".join(f"{item.gene} {item.printed}" for item in held if item.printed)
    concluded = "; ".join(f"{item.gene} {_concluded(item)}" for item in held if _concluded(item))
    star = (
        facts(view.ctx.guideline, "nudt15-star-9")
        if "NUDT15" in found and "*9" in found["NUDT15"].printed
        else ()
    )
    rows: list[Row] = []
    for item in held:
        if item.phenotype == "indeterminate":
            rows += _meaning(
                view,
                item.gene,
                item.printed,
                "indeterminate",
                advice(view, item.gene, "indeterminate"),
                shown,
                star,
            )
    joined = combined(phenotype["TPMT"], phenotype["NUDT15"])
    if joined:
        return [*rows, *_meaning(view, " + ".join(_THIOPURINE), printed, concluded, advice(view, "+".join(_THIOPURINE), joined), shown, star)]  # fmt: skip
    lacking = [gene for gene in _THIOPURINE if phenotype[gene] == "unknown"]
    if not lacking:
        silent = Row((" + ".join(_THIOPURINE), printed, concluded, "azathioprine", "", ""), None,
                     "The pack says nothing of these results together.", shown)  # fmt: skip
        return rows or [silent]
    why = " ".join(_open(item) for item in held if item.phenotype == "unknown")
    how = f"Not documented: {' and '.join(lacking)}. The two genes are read together. {why}".strip()
    also = (*facts(view.ctx.guideline, "nudt15-beside-tpmt"), *star)
    return [
        *rows,
        Row((" + ".join(_THIOPURINE), printed, concluded, "azathioprine", "", ""), "not-documented",
            " ".join([how, *(told(item) for item in also)]), shown, cited(*also)),
    ]  # fmt: skip


def _untested(gene: str, drug: str, where: str) -> Row:
    return Row(
        (gene, "", "", drug, "", ""), "not-documented", f"Not documented; {drug} {where}. It decides nothing."
    )
