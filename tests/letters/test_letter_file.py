"""The file of a letter: its name, the data inside, the password on it, the logo, and that it is whole or not there."""

import dataclasses
import errno
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import letterfactory as factory
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from lnreview.errors import UserError
from lnreview.exchange import casefile
from lnreview.letters import protection, saving, write
from lnreview.letters.document import Document
from lnreview.letters.logo import TALLEST, WIDEST, logo

PASSWORD = "correct horse battery"


def letter(**changes: Any) -> Document:
    case = factory.case(**changes)
    return write.compose(
        "medical-necessity", case, factory.review(case), factory.guideline(), dated=factory.DAY
    )


# --- files inside ------------------------------------------------------------------------------------------------------


def test_case_and_trace_come_out_of_the_pdf_as_they_went_in() -> None:
    case = factory.case()
    files = write.data_files(case, factory.review(case))
    reader = PdfReader(io.BytesIO(write.pdf(letter(), attachments=files)))
    found = {name: content[0] for name, content in reader.attachments.items()}
    assert found == dict(files)
    assert casefile.loads(found["case.json"].decode(), "case.json") == case
    assert found["case.json"].decode() == casefile.dumps(case)
    assert json.loads(found["trace.json"])["verdict"] == factory.review(case).verdict


def test_attachments_are_listed_by_name_with_type_size_hash_and_the_date_of_the_letter() -> None:
    content = write.pdf(letter(), attachments=(("trace.json", b"{}"), ("case.json", b"[1]")))
    root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    names = root["/Names"]["/EmbeddedFiles"]["/Names"]
    assert names[0::2] == ["case.json", "trace.json"]
    stream = names[1].get_object()["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/application/json"
    assert stream["/Params"]["/Size"] == 3
    sum_of = stream["/Params"]["/CheckSum"]
    raw = sum_of.original_bytes if isinstance(sum_of, str) else bytes(sum_of)
    assert raw == hashlib.md5(b"[1]", usedforsecurity=False).digest()
    assert stream["/Params"]["/CreationDate"].startswith("D:20261122")
    assert content == write.pdf(letter(), attachments=(("case.json", b"[1]"), ("trace.json", b"{}")))


@pytest.mark.parametrize("name", ["", "../case.json", "a/b", "ca\x00se", "żółw.json", "x" * 90])
def test_an_attachment_needs_a_plain_name(name: str) -> None:
    with pytest.raises(UserError, match="no plain file name"):
        write.pdf(letter(), attachments=((name, b""),))


def test_two_attachments_of_one_name_are_refused() -> None:
    with pytest.raises(UserError, match="named twice"):
        write.pdf(letter(), attachments=(("a.json", b"1"), ("a.json", b"2")))


# --- password ----------------------------------------------------------------------------------------------------------


def opened(content: bytes, password: str) -> tuple[QPdfDocument.Error, str]:
    """Open a PDF as another program does; return what it says and the text of the first page."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.setPassword(password)
    document.load(buffer)
    text = document.getAllText(0).text() if document.status() == QPdfDocument.Status.Ready else ""
    error = document.error()
    document.close()
    return error, text


@pytest.mark.parametrize("password", [PASSWORD, "zażółć gęślą jaźń", "x" * 60 + "abcdef" * 11])
def test_a_protected_letter_opens_with_its_password_only(qapp: object, password: str) -> None:
    content = write.pdf(
        letter(), password=password, attachments=(("case.json", b'{"patient": "Anna Demo"}'),)
    )
    error, text = opened(content, password)
    assert error == QPdfDocument.Error.None_
    assert "Anna Demo" in text
    for wrong in ("", "correct horse batterx"):
        assert opened(content, wrong)[0] == QPdfDocument.Error.IncorrectPassword


def test_nothing_of_a_protected_letter_can_be_read_in_its_bytes() -> None:
    content = write.pdf(letter(), password=PASSWORD, attachments=(("case.json", b"{}"),))
    for told in (b"Anna", b"necessity", b"case.json", b"lnreview)", PASSWORD.encode()):
        assert told not in content
    assert b"/R 6" in content
    assert b"/AESV3" in content
    # Keys and vectors are new each time; without a password equal letters are equal bytes.
    assert content != write.pdf(letter(), password=PASSWORD, attachments=(("case.json", b"{}"),))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("   ", "empty"),
        ("short", "only 5 characters"),
        ("aaaaaaaaaaaaaaaa", "repeats few characters"),
        ("line\nbreak and more", "cannot be typed"),
        ("x1y2z" * 40, "has 200 bytes"),
        ("example KIDNEY clinic", "stands in the letter"),
    ],
)
def test_a_password_that_does_not_protect_is_refused(password: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        write.pdf(letter(), password=password)
    assert password.strip() not in str(refused.value) or not password.strip()


def test_a_password_is_never_shown() -> None:
    from lnreview.bulk import Order

    assert PASSWORD not in repr(Order("medical-necessity", factory.DAY, password=PASSWORD))
    with pytest.raises(UserError) as refused:
        protection.checked("hunter2")
    assert "hunter2" not in str(refused.value)


# --- logo --------------------------------------------------------------------------------------------------------------


def picture(size: tuple[int, int] = (400, 300), ink: Any = (31, 78, 121, 255), form: str = "PNG") -> bytes:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=ink)
    kept = io.BytesIO()
    (image if form == "PNG" else image.convert("RGB")).save(kept, form)
    return kept.getvalue()


@pytest.mark.parametrize("size", [(400, 300), (20, 2000), (3000, 30), (30, 20), (1, 1)])
def test_a_logo_keeps_its_shape_and_its_place(size: tuple[int, int]) -> None:
    _, wide, high = logo(picture(size))
    assert high <= TALLEST + 0.01
    assert wide <= WIDEST + 0.01
    assert wide / high == pytest.approx(size[0] / size[1])
    assert wide <= size[0]


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_stands_on_the_first_page_only_and_changes_no_text(form: str) -> None:
    plain, with_logo = letter(), dataclasses.replace(letter(), logo=picture(form=form))
    reader = PdfReader(io.BytesIO(write.pdf(with_logo)))
    assert [len(page.images) for page in reader.pages] == [1] + [0] * (len(reader.pages) - 1)
    assert "Example Kidney Clinic" in reader.pages[0].extract_text()
    assert write.text(with_logo) == write.text(plain)
    assert write.pdf(with_logo) == write.pdf(with_logo)


def test_a_logo_without_a_letterhead_is_drawn() -> None:
    document = dataclasses.replace(letter(), letterhead=(), logo=picture())
    assert len(PdfReader(io.BytesIO(write.pdf(document))).pages[0].images) == 1


def bomb() -> bytes:
    """Return a PNG that says it is 60,000 pixels wide and high."""
    sound = picture((1, 1))
    return sound[:16] + (60_000).to_bytes(4, "big") * 2 + sound[24:]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a", "neither PNG nor JPEG"),
        (b"<svg/>", "neither PNG nor JPEG"),
        (picture()[:200], "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff" + b"\x00" * 50, "damaged"),
        (bomb(), "pixels|damaged"),
        (picture((5000, 4000)), "5000 × 4000 pixels"),
        (picture(ink=(250, 250, 210, 255)), "pale"),
        (b"\x89PNG\r\n\x1a\n" + bytes(5 * 2**20), "more than 4 MB"),
    ],
)
def test_a_picture_that_is_no_logo_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        write.pdf(dataclasses.replace(letter(), logo=data))


# --- name --------------------------------------------------------------------------------------------------------------


def test_a_file_is_named_by_kind_case_and_date() -> None:
    document = letter(patient={"name": "Berta Bei Spiel"})
    assert write.file_name(document) == "medical-necessity-demo-letter-2026-11-22.pdf"
    assert (
        write.file_name(document, patient=True)
        == "medical-necessity-Berta-Bei-Spiel-demo-letter-2026-11-22.pdf"
    )


@pytest.mark.parametrize("reference", ["anna-1", "DEMO, A", "case of Anna"])
def test_a_case_named_after_the_patient_names_no_file(reference: str) -> None:
    document = dataclasses.replace(letter(), reference=reference)
    name = write.file_name(document)
    assert name == f"medical-necessity-case-{document.case_version}-2026-11-22.pdf"


@pytest.mark.parametrize(
    "reference",
    ["a:b*c?d", "ends. . ", "..", "x" * 500, "王" * 300, "\ud800\x00", "a/b\\c", "tab\there", "🙂"],
)
def test_a_file_name_is_good_on_every_system(reference: str) -> None:
    name = write.file_name(dataclasses.replace(letter(), reference=reference))
    assert len(name.encode()) <= 120
    assert name.endswith("-2026-11-22.pdf")
    assert not set(name) & set('<>:"/\\|?*\t\x00 ')
    assert saving.safe_name("con", ".pdf") == "letter-con.pdf"
    assert saving.safe_name("LPT1.x", ".pdf") == "letter-LPT1.x.pdf"
    assert saving.safe_name("...", ".pdf") == "letter.pdf"


# --- writing -----------------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"%PDF-old")
    real = saving.tempfile.NamedTemporaryFile

    def full(*arguments: Any, **options: Any) -> Any:
        handle = real(*arguments, **options)

        def write_half(content: bytes) -> int:
            handle.file.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        handle.write = write_half
        return handle

    monkeypatch.setattr(saving.tempfile, "NamedTemporaryFile", full)
    with pytest.raises(UserError, match=r"No space left on device\. Make room"):
        write.save_pdf(letter(), target)
    assert target.read_bytes() == b"%PDF-old"
    assert os.listdir(tmp_path) == ["letter.pdf"]


def test_an_interruption_while_writing_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write.save_pdf(letter(), tmp_path / "letter.pdf")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_may_not_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(saving.tempfile, "NamedTemporaryFile", refused)  # root may write everywhere
    with pytest.raises(UserError, match="may not be written"):
        write.save_pdf(letter(), tmp_path / "letter.pdf")


SLOW = """
import os, sys, time
from pathlib import Path
from lnreview.letters import saving
def slow(_):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = slow
saving.save(b"%PDF-new", Path(sys.argv[1]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no signal that kills at once")
def test_a_kill_while_writing_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"%PDF-old")
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(target)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert target.read_bytes() == b"%PDF-old"


def test_a_full_disk_is_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    """A real file system of 64 kB, where this machine lets us mount one; the simulated one above runs everywhere."""
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True
        )
        if os.name == "posix" and hasattr(os, "geteuid") and os.geteuid() == 0
        else None
    )
    small = mounted is not None and mounted.returncode == 0
    try:
        target = tmp_path / "letter.pdf"
        target.write_bytes(b"%PDF-old")
        if small:
            with pytest.raises(UserError, match="Make room"):
                write.save_pdf(letter(), target)
            assert target.read_bytes() == b"%PDF-old"
        else:
            write.save_pdf(letter(), target)
        assert os.listdir(tmp_path) == ["letter.pdf"]
    finally:
        if small:
            subprocess.run(["umount", str(tmp_path)], check=True)
