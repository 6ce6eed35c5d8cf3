"""How the provider presents itself in a document: name, brand colour, logo and paper."""

import re
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from scoping.domain.errors import Fault, InvalidInput
from scoping.domain.sow import PROVIDER

COLOUR = "#28356f"
LEAST_CONTRAST = 4.5  # of text on white, WCAG 2.2 criterion 1.4.3
MOST_LOGO_BYTES = 1_000_000
MOST_LOGO_PIXELS = 4_000  # a side
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Paper(StrEnum):
    """The paper a document is set on."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True)
class Logo:
    """A picture of the provider's brand: PNG or JPEG, which PDF and Word both print."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Letterhead:
    """What a document takes from the settings; `colour` is "#rrggbb" and dark enough to be read on white."""

    provider: str = PROVIDER
    colour: str = COLOUR
    logo: Logo | None = None
    paper: Paper = Paper.A4

    def __post_init__(self) -> None:
        if what := colour_fault(self.colour):
            raise InvalidInput(Fault("colour", what))


def colour_fault(colour: str) -> str:
    """What is wrong with a brand colour, "" when nothing is."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        return f"{colour!r} is no colour; write it as {COLOUR}"
    if (contrast := contrast_on_white(colour)) < LEAST_CONTRAST:
        what = f"{colour} is too light to be read on white (contrast {contrast:.1f}); choose a darker colour"
        return f"{what}, with at least {LEAST_CONTRAST}"
    return ""


def read_logo(file: Path) -> Logo:
    """The logo in a file; raises InvalidInput where it can not be read or is neither PNG nor JPEG."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_LOGO_BYTES + 1)
    except OSError as error:
        raise InvalidInput(Fault("logo", f"{file}: cannot be read: {error.strerror}")) from error
    if len(content) > MOST_LOGO_BYTES:
        raise InvalidInput(Fault("logo", f"{file}: is larger than {MOST_LOGO_BYTES:,} bytes; give a smaller picture"))
    media_type = next((kind for start, kind in SIGNATURES.items() if content.startswith(start)), None)
    if media_type is None:
        raise InvalidInput(Fault("logo", f"{file}: is neither PNG nor JPEG; export the logo as PNG"))
    if what := _picture_fault(content):
        raise InvalidInput(Fault("logo", f"{file}: {what}"))
    return Logo(content, media_type)


def _picture_fault(content: bytes) -> str:
    """A small file can hold a picture of any size, or half of one; both would stop every document."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as picture:
            if max(picture.size) > MOST_LOGO_PIXELS:
                return f"is larger than {MOST_LOGO_PIXELS:,} × {MOST_LOGO_PIXELS:,} pixels; give a smaller picture"
            picture.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return "cannot be read as a picture; export it again as PNG"
    return ""


def contrast_on_white(colour: str) -> float:
    """Contrast of "#rrggbb" with white, 1 to 21, by the formula of WCAG 2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def style(letterhead: Letterhead) -> str:
    """The rules that a letterhead adds to css/sow.css: the accent colour, and the size of the paper."""
    rules = [f".sow {{ --accent: {letterhead.colour}; }}"]
    if letterhead.paper is Paper.LETTER:
        rules += [
            "@page { size: Letter; }",
            "@media print { .sow-cover { height: 220mm; } .sow-figure svg { max-height: 205mm; } }",
        ]
    return "\n".join(rules)
