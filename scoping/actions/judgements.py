"""What the project manager decides about a change where the rules leave it to them."""

from datetime import datetime

from sqlalchemy.orm import Session

from scoping.actions.change_orders import agreed_before
from scoping.actions.granted import exception_of
from scoping.actions.people import as_person
from scoping.codec import text_fault
from scoping.db.models import ChangeJudgement, Person, Revision
from scoping.db.queries import hold
from scoping.domain.change_control import left_to_judgement
from scoping.domain.discovery import MAXIMUM_TEXT
from scoping.domain.errors import Fault, InvalidInput, StaleRevision, WrongState
from scoping.domain.permissions import Permission, Subject, require

SHORTEST = 3  # characters of a reason


def judge(session: Session, revision: Revision, is_needed: bool, reason: str, by: Person, at: datetime) -> None:
    """Decides whether the change takes a change order where the rules leave it to the project manager.

    Raises NotPermitted, StaleRevision, InvalidInput (the reason) and, where it is issued or a rule decides, WrongState.
    """
    hold(session, revision.engagement)
    require(as_person(by), Permission.JUDGE_CHANGE, Subject())
    if revision.number != (latest := revision.engagement.latest_number):
        raise StaleRevision(f"Revision {latest} was saved meanwhile; decide about that one.")
    agreed = agreed_before(session, revision)
    exception = exception_of(revision, agreed.revision) if agreed else None
    if revision.document or not agreed or not left_to_judgement(agreed.proposal, revision.proposal, exception):
        raise WrongState("Nothing is left to decide here: it is issued, nothing changed, or a rule decides.")
    if len(reason.strip()) < SHORTEST:
        raise InvalidInput(Fault("reason", f"say in at least {SHORTEST} characters why"))
    if what := text_fault(reason, MAXIMUM_TEXT, lines=True):
        raise InvalidInput(Fault("reason", what))
    session.add(
        ChangeJudgement(revision_id=revision.id, is_needed=is_needed, reason=reason.strip(), person_id=by.id, at=at)
    )
    session.flush()
