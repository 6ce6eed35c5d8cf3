"""Links for customers: choosing questions, the address once, what arrived beside what stands now, and revoking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe

from flask import Blueprint, abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.links import askable, asked_of, decline, make, missing, revoke, take
from scoping.db.links import LinkState, find_link, latest, list_links, said, state_of
from scoping.db.models import CustomerAnswer, CustomerLink, Revision
from scoping.domain.discovery import Question
from scoping.domain.errors import Fault, InvalidInput, NoRate, StaleAnswers, StaleRevision
from scoping.domain.permissions import Permission
from scoping.domain.sow.figures import count
from scoping.extensions import db
from scoping.web.access import catalog, may, person, revision_of
from scoping.web.clock import now
from scoping.web.conflict import answer_in_words

blueprint = Blueprint("links", __name__)

ADDRESS = "/engagements/<key:engagement_id>/links"
ONE = f"{ADDRESS}/<key:key>"


@dataclass(frozen=True)
class Arrived:
    """An answer of the customer beside what stands there now."""

    row: CustomerAnswer
    label: str
    says: str
    stands: str
    ticked: bool

    @property
    def is_news(self) -> bool:
        """Whether taking it would change the answer."""
        return self.says != self.stands


@dataclass(frozen=True)
class ListedLink:
    """A link with its state and every answer that came through it."""

    link: CustomerLink
    state: LinkState
    answered: int
    asked: int
    arrived: tuple[Arrived, ...]


@dataclass(frozen=True)
class Offered:
    """A question that may be asked of the customer, with what stands there now."""

    question: Question
    stands: str
    ticked: bool


@blueprint.get(ADDRESS)
def list_page(engagement_id: int) -> ResponseReturnValue:
    """What waits to be taken, and all links with their state."""
    return _list(revision_of(engagement_id, None, Permission.VIEW))


@blueprint.get(f"{ADDRESS}/new")
def new(engagement_id: int) -> ResponseReturnValue:
    """The questions to choose from; those missing are chosen."""
    revision = revision_of(engagement_id, None, Permission.ASK_CUSTOMER)
    return _new(revision, missing(catalog(), revision.proposal.discovery))


@blueprint.post(ADDRESS)
def create(engagement_id: int) -> ResponseReturnValue:
    """Makes the link and shows its address, this once."""
    revision = revision_of(engagement_id, None, Permission.ASK_CUSTOMER)
    keys, recipient = request.form.getlist("questions"), request.form.get("recipient", "")
    days, once = int(current_app.config["CUSTOMER_LINK_DAYS"]), request.form.get("once", "")
    try:
        link, token = make(db.session, catalog(), revision, keys, recipient, days, person(), now(), once)
        db.session.commit()
    except InvalidInput as refusal:
        db.session.rollback()
        revision = revision_of(engagement_id, None, Permission.ASK_CUSTOMER)
        return _new(revision, set(keys), recipient, refusal.faults), 422
    if not token:
        flash("This link was made already, and its address was shown then. Make another one if nobody copied it.")
        return redirect(url_for("links.list_page", engagement_id=engagement_id), 303)
    address = url_for("customer.show", token=token, _external=True)
    page = render_template("links/made.html", revision=revision, tab="discovery", link=link, address=address)
    return make_response(page, 201, {"Cache-Control": "no-store"})


@blueprint.post(f"{ONE}/revoke")
def close(engagement_id: int, key: int) -> ResponseReturnValue:
    """Closes the link at once."""
    revision_of(engagement_id, None, Permission.ASK_CUSTOMER)
    link = find_link(db.session, engagement_id, key) or abort(404)
    revoke(db.session, link, person(), now())
    db.session.commit()
    flash("Revoked: nobody can open this link any more. What came through it stays.")
    return redirect(url_for("links.list_page", engagement_id=engagement_id), 303)


@blueprint.post(f"{ADDRESS}/answers")
def decide(engagement_id: int) -> ResponseReturnValue:
    """Takes the ticked answers, or the newest to every question, into a new revision; or declines the ticked ones."""
    base, what = request.form.get("base", type=int, default=1), request.form.get("what", "")
    revision = revision_of(engagement_id, base if base > 0 else 1, Permission.ASK_CUSTOMER)
    keys = {int(key) for key in request.form.getlist("all" if what == "all" else "answers") if key.isdecimal()}
    once = request.form.get("once", "")
    try:
        if what == "decline":
            decline(db.session, revision.engagement, keys, person(), now())
            done = f"{count(len(keys), 'answer', 'answers')} declined."
        else:
            saved = take(db.session, catalog(), revision, keys, person(), now(), once)
            done = f"{count(len(keys), 'answer', 'answers')} taken into revision {saved.number}."
        db.session.commit()
    except (InvalidInput, NoRate, StaleAnswers, StaleRevision) as refusal:
        db.session.rollback()
        stale = isinstance(refusal, (StaleAnswers, StaleRevision))
        return _list(revision_of(engagement_id, None, Permission.VIEW), refusal, keys), 409 if stale else 422
    flash(done)
    return redirect(url_for("links.list_page", engagement_id=engagement_id), 303)


def _new(revision: Revision, ticked: set[str], recipient: str = "", faults: Sequence[Fault] = ()) -> str:
    discovery = revision.proposal.discovery
    answers = discovery.answers
    offered = [
        Offered(question, answer_in_words(catalog(), key, answers.get(key)), key in ticked)
        for key, question in askable(catalog(), discovery).items()
    ]
    return render_template(
        "links/new.html",
        revision=revision,
        tab="discovery",
        groups=_by_group(offered),
        ticked=len(ticked),
        recipient=recipient,
        days=current_app.config["CUSTOMER_LINK_DAYS"],
        faults=faults,
        once=token_urlsafe(16),
    )


def _by_group(offered: Iterable[Offered]) -> dict[str, list[Offered]]:
    groups: dict[str, list[Offered]] = {}
    for one in offered:
        groups.setdefault(one.question.group or "Other questions", []).append(one)
    return groups


def _list(revision: Revision, refusal: Exception | None = None, chosen: set[int] | None = None) -> str:
    links = [_listed(link, revision, chosen) for link in list_links(db.session, revision.engagement_id)]
    waiting = [one for listed in links for one in listed.arrived if one.row.decided_at is None]
    newest: dict[str, Arrived] = {}
    for one in sorted(waiting, key=lambda one: one.row.id):
        newest[one.row.key] = one
    return render_template(
        "links/list.html",
        revision=revision,
        tab="discovery",
        links=links,
        waiting=waiting,
        newest=[one.row.id for one in newest.values()],
        refusal=refusal,
        deciding=may(Permission.ASK_CUSTOMER, revision),
        once=token_urlsafe(16),
    )


def _listed(link: CustomerLink, revision: Revision, chosen: set[int] | None) -> ListedLink:
    answers = revision.proposal.discovery.answers
    last = latest(link)
    arrived = tuple(
        Arrived(
            row,
            catalog().questions[row.key].text if row.key in catalog().questions else row.key,
            answer_in_words(catalog(), row.key, row.answer) if row.key in catalog().questions else "–",
            answer_in_words(catalog(), row.key, answers.get(row.key)) if row.key in catalog().questions else "–",
            row.id in chosen if chosen is not None else last[row.key] is row,
        )
        for row in link.answers
    )
    asked = asked_of(catalog(), revision.proposal.discovery, link)
    return ListedLink(link, state_of(link, asked, now()), len(said(link)), len(asked), arrived)
