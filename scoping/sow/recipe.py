"""What decides how a document comes out besides what stands in it: program, templates, styles, letterhead."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from scoping.sow.html import ROOT
from scoping.sow.letterhead import Letterhead

FILES = ("scoping/**/*.py", "templates/sow/**/*", "static/css/sow*.css", "static/sow/*")


@cache
def program() -> str:
    """The hash of every file that has a part in a document, and of the renderers’ releases; read once in a process."""
    found = sha256(f"{version('weasyprint')} {version('python-docx')}".encode())
    for path in sorted(path for pattern in FILES for path in ROOT.glob(pattern) if path.is_file()):
        found.update(path.relative_to(ROOT).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def recipe(letterhead: Letterhead) -> str:
    """The hash of the program and the letterhead."""
    logo = letterhead.logo.content if letterhead.logo else b""
    parts = (program(), letterhead.provider, letterhead.colour, letterhead.paper, sha256(logo).hexdigest())
    return sha256("\n".join(parts).encode()).hexdigest()
