"""The command line: the desktop, and every review and letter without it.

Exit codes: 0 done; 2 the input is wrong (the message names the file, the place and the remedy, and nothing was
written); 1 anything else. Modules are imported where they are used, so that each command starts quickly.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lnreview import __version__, paths, resources
from lnreview.errors import InputProblems, UserError

if TYPE_CHECKING:
    from lnreview.case.dates import ChartDate
    from lnreview.case.model import Case
    from lnreview.guideline.model import Guideline
    from lnreview.review.detail.table import Table
    from lnreview.review.finding import Review

KINDS = ("medical-necessity", "prior-authorization", "appeal", "conference")


@contextmanager
def _mendable() -> Iterator[None]:
    """Turn an error that a person can mend into its sentence and exit code 2."""
    try:
        yield
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        # What the system refused while writing or printing (a full disk, a closed pipe): no fault of the input.
        click.echo(
            f"The system refused: {error.strerror or error}. Make room or correct the permissions, then try again.",
            err=True,
        )
        sys.exit(1)


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="lnreview")
@click.option("--database", type=click.Path(path_type=Path, dir_okay=False), help="The store to open.")
@click.pass_context
def main(context: click.Context, database: Path | None) -> None:
    """Review lupus nephritis that does not respond. Without a command, open the desktop."""
    if context.invoked_subcommand is None:
        with _mendable():
            sys.exit(_desktop(database or paths.default_store()))


@main.command()
@click.option("--headless", is_flag=True, help="Open no window: print one line per case, write the letters.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the letters (with --headless)."
)
def demo(headless: bool, out: Path | None) -> None:
    """Open the desktop on synthetic cases, or review them all without a window."""
    with _mendable():
        if headless:
            _demo_headless(out or Path("lnreview-demo"))
            return
        if out is not None:
            raise UserError(
                "--out names the folder of the letters of --headless. Add --headless, or leave --out away."
            )
        store = paths.demo_store()
        for leftover in (store, store.with_name(store.name + "-journal")):
            if leftover.exists():
                leftover.unlink()
        sys.exit(_desktop(store, demo=True))


def _desktop(database: Path, *, demo: bool = False) -> int:
    from lnreview.desktop.app import run

    return run(database, demo=demo)


def _demo_headless(out: Path) -> None:
    from lnreview.exchange import casefile

    guideline = _guideline()
    _folder(out)
    for path in sorted(resources.demo().glob("*.json")):
        case = casefile.read(path)
        review = _reviewed(case, guideline, None, None)
        click.echo(f"{case.id}\t{review.verdict}\t{review.summary}")
        for kind in KINDS:
            _letter(kind, case, review, guideline, out / f"{case.id}-{kind}.pdf")


def _folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {out} cannot be made ({error.strerror}), so nothing was written. Choose another with --out."
        ) from error


@main.command()
@click.argument("case_file", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--criteria", metavar="ID", help="Criteria set (default: that of the case).")
@click.option(
    "--as-of",
    metavar="DATE",
    help="Day of the review, such as 2026-11-20 or m+16 (default: that of the case, else today).",
)
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
@click.option(
    "--details",
    "with_details",
    is_flag=True,
    help="Add the tables behind the findings: comparison, course, plan.",
)
def review(
    case_file: Path, criteria: str | None, as_of: str | None, as_object: bool, with_details: bool
) -> None:
    """Walk one case file and print what follows, with the reasons."""
    with _mendable():
        from lnreview.exchange import casefile
        from lnreview.review import trace
        from lnreview.review.detail import written

        case, guideline = casefile.read(case_file), _guideline()
        result = _reviewed(case, guideline, as_of, criteria)
        found: tuple[Table, ...] = ()
        if with_details:
            from lnreview.review.detail.gather import details

            found = details(case, guideline, result.as_of.written, criteria=result.criteria)
        if as_object:
            told = trace.as_json(result)
            if with_details:
                told["details"] = written.as_json(found)
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            click.echo(trace.as_text(result) + written.as_text(found), nl=False)


@main.command()
@click.argument("case_file", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(KINDS), help="Which document.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.pdf",
    type=click.Path(path_type=Path),
    help="The PDF to write.",
)
@click.option("--criteria", metavar="ID", help="Criteria set (default: that of the case).")
@click.option("--as-of", metavar="DATE", help="Day of the review (default: that of the case, else today).")
@click.option(
    "--dated",
    metavar="DATE",
    help="Day on the letter (default: the day of the review; today for a record told in months).",
)
def letter(
    case_file: Path, kind: str, output: Path, criteria: str | None, as_of: str | None, dated: str | None
) -> None:
    """Write one document of a case as PDF."""
    with _mendable():
        from lnreview.exchange import casefile

        case = casefile.read(case_file)
        guideline = _guideline()
        result = _reviewed(case, guideline, as_of, criteria)
        _letter(kind, case, result, guideline, output, _date(dated).on().latest if dated else None)
        click.echo(f"{output} written.")


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Check a guideline pack (a folder) or a case file, and name every problem."""
    with _mendable():
        if path.is_dir():
            from lnreview.guideline.check import check as check_pack

            problems = check_pack(path)
            if problems:
                raise InputProblems(str(path), problems)
            click.echo(f"{path}: no problem found.")
            return
        from lnreview.exchange import casefile

        case = casefile.read(path)
        asked = [
            item
            for item in _reviewed(case, _guideline(), None, None).missing
            if item.entry and item.place == "labs"
        ]
        for item in asked:
            click.echo(f"{path}: {item.entry}: {item.what}. {item.why}")
        click.echo(
            f"{path}: the file can be read; {len(asked)} value{'s' if len(asked) != 1 else ''} to ask about."
        )


@main.command()
def schema() -> None:
    """Print the JSON Schema of the case file."""
    from lnreview.exchange import casefile

    click.echo(json.dumps(casefile.schema(), ensure_ascii=False, indent=2))


@main.command(name="self-test")
def self_test() -> None:
    """Open the resources, migrate a temporary store, walk one case, make one letter."""
    with _mendable():
        from lnreview.exchange import casefile
        from lnreview.guideline.check import check as check_pack
        from lnreview.letters import write
        from lnreview.store.store import Store

        problems = check_pack(resources.guideline())
        if problems:
            raise InputProblems("The guideline pack", problems)
        guideline = _guideline()
        case = casefile.read(min(resources.demo().glob("*.json")))
        with tempfile.TemporaryDirectory() as folder:
            with Store.open(Path(folder) / "self-test.db", now=lambda: datetime.now(UTC)) as store:
                store.create(case)
                stored = store.load(case.id)
                found = store.verify()
            if stored != case or found:
                raise UserError(
                    f"The store did not give back what it was given: {found}. Install the program again."
                )
            result = _reviewed(stored, guideline, None, None)
            target = Path(folder) / "letter.pdf"
            _letter("medical-necessity", stored, result, guideline, target)
            size = target.stat().st_size
        click.echo(
            f"lnreview {__version__}, guideline pack {guideline.version}: {len(guideline.criteria)} criteria sets."
        )
        click.echo(f"{case.id}: {result.verdict}; letter of {size} bytes by {write.__name__}. All is well.")


def _guideline() -> Guideline:
    from lnreview.guideline.load import load

    return load()


def _date(text: str) -> ChartDate:
    from lnreview.case.dates import ChartDate

    try:
        return ChartDate.parse(text)
    except ValueError as error:
        raise UserError(f"The day of the review cannot be read: {error}.") from error


def _reviewed(case: Case, guideline: Guideline, as_of: str | None, criteria: str | None) -> Review:
    """Review a case as of the day asked for, of the case, or (for a record with calendar dates) today."""
    from lnreview.case.dates import ChartDate
    from lnreview.case.timeline import latest_day
    from lnreview.review.evaluate import review as evaluate

    day = _date(as_of) if as_of else case.as_of
    last = latest_day(case)
    if day is None and (last is None or not last.is_relative):
        day = ChartDate.of(date.today())
    return evaluate(case, guideline, day, criteria=criteria)


def _letter(
    kind: str, case: Case, review: Review, guideline: Guideline, target: Path, dated: date | None = None
) -> None:
    from lnreview.letters import write

    told_in_months = case.anchor is None and review.as_of.written.is_relative
    day = dated or (date.today() if told_in_months else review.as_of.latest)
    document = write.compose(kind, case, review, guideline, dated=day)
    write.save_pdf(document, target)


if __name__ == "__main__":
    main()
