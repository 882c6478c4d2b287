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
    from lnreview import bulk
    from lnreview.case.dates import ChartDate
    from lnreview.case.model import Case
    from lnreview.guideline.model import Guideline
    from lnreview.review.detail.table import Table
    from lnreview.review.finding import Review
    from lnreview.review.policy.result import PolicyReview

KINDS = (
    "medical-necessity", "prior-authorization", "worksheet", "information-request", "appeal", "conference",
)  # fmt: skip
_PASSWORD_FILE = 4096
"""Bytes that are read of a file that holds a password."""


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


def _folder(out: Path, option: str = "--out") -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {out} cannot be made ({error.strerror}), so nothing was written. Choose another with {option}."
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
@click.option(
    "--policy",
    metavar="[PACK]",
    is_flag=False,
    flag_value="",
    help="Hold the request against a payer pack (default: the one that the case names); after CASE.",
)
def review(
    case_file: Path,
    criteria: str | None,
    as_of: str | None,
    as_object: bool,
    with_details: bool,
    policy: str | None,
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
        held = _held_against(case, result, guideline, policy) if policy is not None else None
        if as_object:
            told = trace.as_json(result)
            if with_details:
                told["details"] = written.as_json(found)
            if held is not None:
                from lnreview.review.policy import written as policy_written

                told["policy"] = policy_written.as_json(held)
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            text = trace.as_text(result) + written.as_text(found)
            if held is not None:
                from lnreview.review.policy import written as policy_written

                text += policy_written.as_text(held)
            click.echo(text, nl=False)


@main.command()
@click.argument("cases", metavar="CASE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(KINDS), help="Which document.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.pdf",
    type=click.Path(path_type=Path),
    help="The PDF to write; the folder of the PDFs for several cases or a folder of them.",
)
@click.option("--criteria", metavar="ID", help="Criteria set (default: that of the case).")
@click.option("--as-of", metavar="DATE", help="Day of the review (default: that of the case, else today).")
@click.option(
    "--dated",
    metavar="DATE",
    help="Day on the letter (default: the day of the review; today for a record told in months).",
)
@click.option(
    "--logo", metavar="FILE", type=click.Path(path_type=Path), help="PNG or JPEG for the letterhead."
)
@click.option("--attach-data", is_flag=True, help="Put the case file and the trace inside the PDF.")
@click.option(
    "--password-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Protect the PDF (AES-256) by the password in the first line of FILE.",
)
@click.option(
    "--password", "ask_password", is_flag=True, help="Protect the PDF by a password that is asked for."
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Processes for many cases (0: all cores).",
)
def letter(
    cases: tuple[Path, ...],
    kind: str,
    output: Path,
    criteria: str | None,
    as_of: str | None,
    dated: str | None,
    logo: Path | None,
    attach_data: bool,
    password_file: Path | None,
    ask_password: bool,
    workers: int,
) -> None:
    """Write one document of a case as PDF, or of each of many cases."""
    with _mendable():
        from lnreview import bulk
        from lnreview.exchange import casefile
        from lnreview.on_the_day import reviewed

        order = bulk.Order(
            kind,
            date.today(),
            criteria=criteria,
            as_of=_date(as_of) if as_of else None,
            dated=_date(dated).on().latest if dated else None,
            logo=_logo(logo) if logo else b"",
            attach_data=attach_data,
            password=_password(password_file, ask_password),
        )
        if len(cases) > 1 or cases[0].is_dir():
            _letters(cases, order, output, workers)
            return
        case = casefile.read(cases[0])
        guideline = _guideline()
        result = reviewed(case, guideline, order.as_of, criteria, order.today)
        bulk.letter(case, result, guideline, order, output)
        click.echo(f"{output} written.")


def _letters(cases: tuple[Path, ...], order: bulk.Order, out: Path, workers: int) -> None:
    """Write the letters of many cases, one line for each; end with 2 where a case was refused."""
    from lnreview import bulk

    files = bulk.sources(cases)
    if out.exists() and not out.is_dir():
        raise UserError(f"No letter was written: {out} is no folder. Name a folder for the letters with -o.")
    _folder(out, "-o")
    written = refused = 0
    try:
        for number, outcome in enumerate(bulk.letters(files, out, order, workers), start=1):
            refused += bool(outcome.refusal)
            written += not outcome.refusal
            told = outcome.refusal or f"{outcome.target} written."
            click.echo(f"[{number}/{len(files)}] {outcome.source}: {' '.join(told.split())}", err=True)
    except KeyboardInterrupt:
        click.echo(
            f"Stopped. {written} letters were told as written, and every letter in {out} is whole. "
            "Start again to write the others.",
            err=True,
        )
        sys.exit(1)
    click.echo(f"{written} written, {refused} refused.")
    if refused:
        sys.exit(2)


def _logo(path: Path) -> bytes:
    """Return a picture for the letterhead; say so before any case is read when it cannot be used."""
    from lnreview.letters.logo import checked

    try:
        with path.open("rb") as file:
            return checked(file)
    except OSError as error:
        raise UserError(
            f"The logo {path} cannot be read: {error.strerror or error}. Check the name and the folder."
        ) from error


def _password(file: Path | None, ask: bool) -> str:
    """Return the password for a PDF, read from a file or asked for; never from the command line, which others see."""
    if file is None and not ask:
        return ""
    if file is not None and ask:
        raise UserError(
            "There are two passwords: a file and one to be asked for. Give one of the two options."
        )
    if file is None:
        told: str = click.prompt(
            "Password", hide_input=True, confirmation_prompt=True, default="", show_default=False
        )
    else:
        try:
            with file.open("rb") as opened:
                lines = opened.read(_PASSWORD_FILE).decode("utf-8-sig").splitlines()
        except OSError as error:
            raise UserError(
                f"The password file {file} cannot be read: {error.strerror or error}. Check the name and the folder."
            ) from error
        except UnicodeDecodeError as error:
            raise UserError(
                f"The password file {file} is not UTF-8 text. Save it again with the encoding UTF-8."
            ) from error
        told = lines[0] if lines else ""
    from lnreview.letters.protection import checked

    checked(told)
    return told


@main.command()
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Check a guideline pack (a folder), payer packs (a .toml file or a folder of them) or a case file."""
    with _mendable():
        if path.is_dir() or path.suffix == ".toml":
            from lnreview.guideline.check import check as check_pack
            from lnreview.guideline.pack_files import check_packs, is_pack_folder

            if not path.exists():
                raise UserError(f"There is no file {path}, so nothing was checked. Correct the path.")
            payer = path.is_file() or is_pack_folder(path)
            problems = check_packs(path, _guideline()) if payer else check_pack(path)
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


@main.command()
@click.option("--database", type=click.Path(path_type=Path, dir_okay=False), help="The store to verify.")
@click.pass_context
def verify(context: click.Context, database: Path | None) -> None:
    """Prove again what a store promises: cases, history, issued documents, attached files.

    A store of an older lnreview is brought up to date first, after a backup. Exit code 1 where a promise is broken.
    """
    outer = context.parent.params["database"] if context.parent else None
    with _mendable():
        path: Path = database or outer or paths.default_store()
        found, what = _verified(path)
        if found:
            for problem in found:
                click.echo(f"{path}: {problem}.", err=True)
            click.echo("Work on from a backup that verifies, and keep this file to look into it.", err=True)
            sys.exit(1)
        click.echo(f"{path}: all is as it was recorded ({what}).")


def _verified(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the broken promises of a store and what it holds, in words; a missing store is not made."""
    from lnreview.store.connection import DamagedStore
    from lnreview.store.store import Store

    if not path.exists():
        raise UserError(f"There is no store {path} to verify. Name the file with --database.")
    try:
        with Store.open(path, now=lambda: datetime.now(UTC)) as store:
            counted = (f"{name} {number}" for name, number in store.holds().items())
            return store.verify(), ", ".join(counted)
    except DamagedStore as error:
        return (str(error).rstrip("."),), ""


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

    return load(own_packs=paths.payer_packs())


def _held_against(case: Case, review: Review, guideline: Guideline, pack: str) -> PolicyReview:
    """Hold the request against a payer pack; raise `UserError` where none is chosen or known."""
    from lnreview.guideline.packs import packs
    from lnreview.review.policy.against import against_policy, suited

    found = packs(guideline)
    for problem in found.problems:
        click.echo(f"A payer pack is not used: {problem}", err=True)
    held = against_policy(case, review, guideline, pack)
    if held is None:
        fitting = ", ".join(item.id for item in suited(case, guideline)) or ", ".join(found.packs)
        raise UserError(
            "The case names no payer pack, so its request was not held against a policy. "
            f"Name one after --policy, for example: {fitting}."
        )
    return held


def _date(text: str) -> ChartDate:
    from lnreview.case.dates import ChartDate

    try:
        return ChartDate.parse(text)
    except ValueError as error:
        raise UserError(f"The day of the review cannot be read: {error}.") from error


def _reviewed(case: Case, guideline: Guideline, as_of: str | None, criteria: str | None) -> Review:
    from lnreview.on_the_day import reviewed

    return reviewed(case, guideline, _date(as_of) if as_of else None, criteria, date.today())


def _letter(kind: str, case: Case, review: Review, guideline: Guideline, target: Path) -> None:
    from lnreview import bulk

    bulk.letter(case, review, guideline, bulk.Order(kind, date.today()), target)


if __name__ == "__main__":
    main()
