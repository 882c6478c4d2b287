"""The picture in a letterhead: checked before it is drawn, never larger than its place."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache
from typing import BinaryIO

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from lnreview.errors import UserError

TALLEST, WIDEST = 22 * mm, 60 * mm
"""Points that a logo may take on paper."""
_MOST_BYTES = 4 * 1024 * 1024
_MOST_PIXELS = 16_000_000
_WHITE = 255
_LEAST_CONTRAST = 64
"""Steps of grey between the paper and the darkest point, below which a fax shows nothing."""
_FINEST = 5
"""Pixels per point; more is not seen on paper and only makes the file large."""


def checked(file: BinaryIO) -> bytes:
    """Return the picture in a file; raise `UserError` for one that no letter can show."""
    data = file.read(_MOST_BYTES + 1)
    logo(data)
    return data


@lru_cache(maxsize=4)
def logo(data: bytes) -> tuple[ImageReader, float, float]:
    """Return a PNG or JPEG picture with its width and height in points.

    Raises `UserError` for another format, a broken file, a picture too large to be meant, or one that grey paper loses.
    """
    if len(data) > _MOST_BYTES:
        raise UserError(
            f"The logo cannot be used: it has more than {_MOST_BYTES // 2**20} MB. Save it smaller, as PNG."
        )
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise UserError("The logo cannot be used: it is neither PNG nor JPEG. Save it as PNG.")
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that would fill the memory; its size is looked at below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        wide, high = picture.size
        if wide * high > _MOST_PIXELS:
            raise UserError(
                f"The logo cannot be used: it has {wide} × {high} pixels, far more than a letter shows. "
                "Save it with at most 2,000 pixels on the longer side."
            )
        seen = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(
            "The logo cannot be used: its file is damaged or not finished. Save it again as PNG."
        ) from error
    flat = Image.new("RGB", seen.size, "white")  # what is transparent shows the paper
    flat.paste(seen, mask=seen.getchannel("A"))
    (darkest, _) = flat.convert("L").getextrema()
    if _WHITE - int(darkest) < _LEAST_CONTRAST:  # type: ignore[arg-type]
        raise UserError(
            "The logo cannot be used: it is so pale that a grey print or a fax would not show it. Use a darker version."
        )
    scale = min(TALLEST / high, WIDEST / wide, 1.0)  # a small picture is not blown up
    fine = (max(1, round(wide * scale * _FINEST)), max(1, round(high * scale * _FINEST)))
    if fine[0] < wide:
        flat = flat.resize(fine, Image.Resampling.LANCZOS)
    return ImageReader(flat), wide * scale, high * scale
