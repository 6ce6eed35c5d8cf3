"""Who is signed in and what they may see and do: every page about an engagement gets it from here."""

from pathlib import Path

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from werkzeug.routing import IntegerConverter, Map

from scoping.actions.catalogue_effects import stands_on_older_catalogue
from scoping.actions.catalogues import active_catalog
from scoping.actions.people import as_person
from scoping.actions.reviews import subject_of
from scoping.db.editions import OPEN
from scoping.db.models import Engagement, Person, Revision
from scoping.db.queries import find_revision, latest_revision
from scoping.domain.catalog import Catalog
from scoping.domain.permissions import Permission, Subject, permits, require
from scoping.extensions import db, login
from scoping.sow.letterhead import Letterhead
from scoping.web import kept

PUBLIC = frozenset(
    {"static", "bootstrap.static", "people.sign_in", "people.sign_in_form", "customer.show", "customer.send"}
)
LARGEST_KEY = 2**31 - 1


class Key(IntegerConverter):
    """A number in an address that a database can hold; a larger one names nothing."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=LARGEST_KEY)


class Account(UserMixin):  # type: ignore[misc]
    """A person as Flask-Login sees them."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """The key kept in the session."""
        return str(self.person.id)


@login.user_loader  # type: ignore[untyped-decorator]
def load_account(key: str) -> Account | None:
    """The account of the session; none for somebody who was deactivated meanwhile."""
    found = db.session.get(Person, int(key))
    return Account(found) if found and found.active else None


def guard(app: Flask) -> None:
    """Nothing but the sign-in is open to strangers; a form posted by one is kept until they have signed in."""

    @app.before_request
    def require_sign_in() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in PUBLIC or current_user.is_authenticated:
            return None
        return kept.ask_to_sign_in()

    @app.context_processor
    def add_person() -> dict[str, object]:
        return {
            "person": person() if current_user and current_user.is_authenticated else None,
            "may": may,
            "outdated": outdated,
        }


def person() -> Person:
    """Who is signed in."""
    found: Person = current_user.person
    return found


def catalog() -> Catalog:
    """The reference data in force, looked up once in a request."""
    if "catalog" not in g:
        g.catalog = active_catalog(db.session, reference_folder())
    found: Catalog = g.catalog
    return found


def reference_folder() -> Path:
    """The folder of local reference data."""
    return Path(current_app.config["REFERENCE_DIR"])


def letterhead() -> Letterhead:
    """How the settings want documents to look."""
    found: Letterhead = current_app.extensions["scoping.letterhead"]
    return found


def outdated(revision: Revision) -> bool:
    """Whether this is an open draft that was made with another catalogue than the one in force."""
    is_latest = revision.number == revision.engagement.latest_number
    return is_latest and revision.review.state in OPEN and stands_on_older_catalogue(revision, catalog())


def may(permission: Permission | str, revision: Revision | None = None) -> bool:
    """Whether the person signed in may do this, for pages that show only what can be done."""
    subject = subject_of(revision) if revision else Subject()
    return permits(as_person(person()), Permission(permission), subject)


def demand(permission: Permission, revision: Revision | None = None) -> None:
    """Raises NotPermitted with its reason, which becomes a 403 page."""
    require(as_person(person()), permission, subject_of(revision) if revision else Subject())


def revision_of(engagement_id: int, number: int | None, permission: Permission, *, whole: bool = True) -> Revision:
    """A revision that the person may use in this way, the latest one where no number is given; 404 or 403 otherwise.

    `whole` is with its proposal, as for `find_revision`.
    """
    if number is None:
        engagement = db.session.get(Engagement, engagement_id)
        found = latest_revision(db.session, engagement) if engagement else None
    else:
        found = find_revision(db.session, engagement_id, number, whole=whole)
    if found is None:
        abort(404)
    demand(permission, found)
    return found
