"""Where in the reference data something stands: a file and the path of a key in it."""

from dataclasses import dataclass, replace

from scoping.codec.faults import under
from scoping.domain.errors import Fault


@dataclass(frozen=True)
class Place:
    """A file, named by its path below the reference folder, and a key path; `place / "packages" / 2` goes deeper."""

    file: str
    path: str = ""

    def __truediv__(self, step: str | int) -> "Place":
        return replace(self, path=under(self.path, step))

    def fault(self, what: str) -> Fault:
        """What is wrong here."""
        return Fault(f"{self.file}: {self.path}" if self.path else self.file, what)
