"""XML read in pieces, without what turns a small file into a large one: document types, entities, endless names."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

LONGEST = 1_000_000  # bytes of one tag with its attributes


class Markup(ValueError):
    """XML that is broken or not wanted; the message is a sentence."""


def walk(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any],
    text: Callable[[str], Any],
) -> Iterator[None]:
    """Call `start`, `text` and `end` as the XML comes by, yielding after each piece; Markup where it is broken.

    The standard library's own parser is used bare: with five million cells, one call more an element takes seconds.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST + len(piece):
                raise Markup(f"holds a piece of XML longer than {LONGEST:,} bytes")
            yield
        parser.Parse(b"", True)
        yield
    except Markup:
        raise
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise Markup(f"is not complete XML: {reason} in line {error.lineno:,} of the XML") from error
    except (LookupError, ValueError) as error:  # an encoding that the parser does not know
        raise Markup("is XML in an encoding that cannot be read; UTF-8 can") from error


def _refuse(*_: object) -> NoReturn:
    raise Markup("declares a document type or entities, which no report of these tools does")
