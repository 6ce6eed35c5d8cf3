"""The people who can take seats; they have accounts or not, these are other rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scoping.db.base import Model, Whole
from scoping.db.models.lengths import NAME_LENGTH
from scoping.db.models.people import Person
from scoping.domain.roster import people


class RosterPerson(Model):
    """Somebody of the roster, kept whole; never erased, because issued documents name them.

    `key` and `name` repeat what stands in `whole`; `changes` counts its changes from 0.
    """

    __tablename__ = "roster_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    whole: Mapped[people.Person] = mapped_column(Whole(people.Person))
    changes: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person] = relationship()
