"""The fonts of a letter, chosen per character, so that nothing is printed as an empty box.

Source Sans Pro comes from a package and is embedded. What it lacks is taken from a TrueType font of the system, then
from the CJK fonts that every PDF viewer has; what no font covers is printed by its code, such as [U+1F9E0], and
named by `uncovered`. Only this module knows which character is printed how.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lnreview.letters.characters import code

REGULAR, BOLD = "lnreview-regular", "lnreview-bold"
_FALLBACK_FILES = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "segoeui.ttf", "arial.ttf", "Arial Unicode.ttf", "Arial.ttf",
    "NotoSansHebrew-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansDevanagari-Regular.ttf", "NotoSansThai-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf", "seguisym.ttf", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf",
    "msyh.ttc", "simsun.ttc", "msgothic.ttc", "malgun.ttf", "NotoSansSC-Regular.ttf", "wqy-microhei.ttc",
)  # fmt: skip
"""Names of TrueType fonts that systems bring, the widest Latin ones first."""
_CID_FONTS = (
    ("STSong-Light", "gb2312"),
    ("MSung-Light", "big5"),
    ("HeiseiMin-W3", "shift_jis"),
    ("HYSMyeongJo-Medium", "euc_kr"),
)
"""Fonts that need no file, and a codec that says which characters each one holds."""


@lru_cache(maxsize=1)
def register() -> dict[str, Any]:
    """Register the fonts of the package for reportlab; return the characters of each by name."""
    import font_source_sans_pro
    from reportlab.pdfbase import pdfmetrics

    from lnreview.letters.measured import Measured

    names: dict[str, str] = vars(font_source_sans_pro)
    files = {REGULAR: names["SourceSansPro"], BOLD: names["SourceSansProSemibold"]}
    covered = {}
    for name, outline in files.items():
        font = Measured(name, str(Path(outline).with_suffix(".ttf")))
        pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(name, name, BOLD, name, BOLD)
        covered[name] = font.face.charToGlyph
    return covered


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        return (
            Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"),
            Path(local, "Microsoft", "Windows", "Fonts"),
        )
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    )


@lru_cache(maxsize=1)
def _files() -> tuple[Path, ...]:
    """Return the system fonts that may help, in the order of `_FALLBACK_FILES`."""
    wanted = {name.casefold(): place for place, name in enumerate(_FALLBACK_FILES)}
    found: dict[int, Path] = {}
    for folder in _folders():
        for path, _, names in os.walk(folder):
            for name in names:
                if name.casefold() in wanted:
                    found.setdefault(wanted[name.casefold()], Path(path, name))
    return tuple(found[place] for place in sorted(found))


@lru_cache(maxsize=32)
def _load(path: Path) -> tuple[str, Any] | None:
    """Register a system font; `None` for one that the PDF cannot embed (PostScript outlines, a broken file)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = f"lnreview-{path.stem.casefold()}"
    try:
        font = TTFont(name, str(path), subfontIndex=0)
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(name, name, name, name, name)
    return name, font.face.charToGlyph


@lru_cache(maxsize=8)
def _cid(name: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(name))
    pdfmetrics.registerFontFamily(name, name, name, name, name)
    return name


@lru_cache(maxsize=4096)
def _font_of(character: str, bold: bool) -> str | None:
    """Return the name of the font that prints a character, or `None`."""
    own = register()
    code = ord(character)
    name = BOLD if bold else REGULAR
    if code in own[name]:
        return name
    if unicodedata.category(character)[0] == "C":
        return None
    for path in _files():
        loaded = _load(path)
        if loaded and code in loaded[1]:
            return loaded[0]
    for cid, codec in _CID_FONTS:
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            continue
        return _cid(cid)
    return None


@lru_cache(maxsize=2)
def _own_characters(bold: bool) -> frozenset[str]:
    """Return what the font of the package prints from left to right as it stands."""
    own = (chr(code) for code in register()[BOLD if bold else REGULAR])
    return frozenset(c for c in own if unicodedata.category(c)[0] != "C" and not _leftwards(c))


def invisible(character: str) -> bool:
    """Tell whether a character has no picture of its own: joiners, direction marks, variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def uncovered(text: str) -> set[str]:
    """Return the characters of `text` that no font prints; they are printed by their code."""
    return {c for c in set(text) if c not in "\n\r\t" and not invisible(c) and _font_of(c, False) is None}


def pieces(text: str, bold: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the text in reading order of the page as pairs of font name and characters.

    A line break stays `\\n`; a tab becomes a space; a character that no font covers becomes its code in brackets.
    """
    usual = BOLD if bold else REGULAR
    if _own_characters(bold).issuperset(text):
        if text:
            yield usual, text
        return
    current, gathered = usual, ""
    for character in visual(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")):
        if invisible(character):
            continue
        if character in "\n ":
            font, printed = current, character
        else:
            found = _font_of(character, bold)
            font, printed = (found, character) if found else (usual, code(character))
        if font != current and gathered:
            yield current, gathered
            gathered = ""
        current, gathered = font, gathered + printed
    if gathered:
        yield current, gathered


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(stringWidth(part, font, size) for font, part in pieces(text, bold))


def visual(text: str) -> str:
    """Return a text with its right-to-left words turned round, as they stand on the page from left to right.

    A short run of such words (a name) is turned as a whole and kept on one line; in a longer one each word is
    turned by itself, because the line ends are not known here.
    """
    if not any(_leftwards(character) for character in text):
        return text
    told: list[str] = []
    run: list[str] = []
    for word in _split(text):
        if any(_leftwards(character) for character in word) or (word == " " and run):
            run.append(word)
            continue
        told += _turned(run)
        run = []
        told.append(word)
    return "".join([*told, *_turned(run)])


def _split(text: str) -> Iterator[str]:
    """Yield the words, and the blanks between them one by one."""
    word = ""
    for character in text:
        if character in " \n":
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
    if word:
        yield word


def _turned(run: list[str]) -> list[str]:
    tail = []
    while run and run[-1] == " ":
        tail.append(run.pop())
    whole = "".join(run)
    if not whole:
        return tail
    if len(whole) <= 40:
        return [_turn(whole).replace(" ", "\u00a0"), *tail]
    return [_turn(word) if word != " " else word for word in run] + tail


def _turn(word: str) -> str:
    """Turn the right-to-left part of a word round; marks stay with their letter, digits and Latin keep their order."""
    places = [place for place, character in enumerate(word) if _leftwards(character)]
    first, last = places[0], places[-1]
    while last + 1 < len(word) and unicodedata.combining(word[last + 1]):
        last += 1
    clusters: list[str] = []
    for character in word[first : last + 1]:
        joins = clusters and not (_leftwards(character) or _leftwards(clusters[-1][-1]))
        if joins or unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return word[:first] + "".join(reversed(clusters)) + word[last + 1 :]


def _leftwards(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")
