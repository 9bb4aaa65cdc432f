"""Pictures of the clean copy: decoded and written anew, so that nothing but the dots that are shown
goes out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.send.crops import WHOLE, Box, frame_of

if TYPE_CHECKING:
    from PIL import Image

_MOST_DOTS = 40_000_000
"""A picture of more dots (some 6 000 by 6 000) is not decoded."""

_MOST_BYTES = 50_000_000
_QUALITY = 92


def clean_picture(data: bytes, boxes: Sequence[Box] = (WHOLE,)) -> bytes:
    """A PNG or JPEG picture of the dots that lie in its boxes, no larger than these; empty for any
    other file, and for one that is broken, too large, or shown nowhere.
    """
    from PIL import Image, UnidentifiedImageError

    if len(data) > _MOST_BYTES:
        return b""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > _MOST_DOTS:
                    return b""
                return _written(picture, str(picture.format), boxes)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, EOFError):
        return b""
    except Image.DecompressionBombError:
        return b""


def _written(picture: Image.Image, kind: str, boxes: Sequence[Box]) -> bytes:
    """A picture's dots as a new file."""
    from PIL import Image

    picture.load()
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "L" if picture.mode in ("1", "L") and not has_alpha else "RGBA" if has_alpha else "RGB"
    dots = picture.convert(mode)
    if has_alpha:
        dots = _without_unseen(dots)
    frame = _dots(frame_of(boxes), dots.size)
    bare = Image.new(mode, (frame[2] - frame[0], frame[3] - frame[1]))
    for box in boxes:
        shown = _dots(box, dots.size)
        bare.paste(dots.crop(shown), (shown[0] - frame[0], shown[1] - frame[1]))
    raw = io.BytesIO()
    if kind == "JPEG":
        bare.save(raw, "JPEG", quality=_QUALITY)
    else:
        bare.save(raw, "PNG", optimize=False)
    return raw.getvalue()


def _dots(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box of a picture of some size in dots, at least one of them."""
    left, top, right, bottom = (
        min(max(round(share * length), 0), length)
        for share, length in zip(box, size * 2, strict=True)
    )
    left, top = min(left, size[0] - 1), min(top, size[1] - 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _without_unseen(dots: Image.Image) -> Image.Image:
    """A picture whose dots have no colour where nobody sees them."""
    from PIL import Image

    seen = dots.getchannel("A").point(lambda alpha: 255 if alpha else 0)
    return Image.composite(dots, Image.new("RGBA", dots.size, (0, 0, 0, 0)), seen)
