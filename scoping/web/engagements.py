"""The list of engagements, and opening a new one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from scoping.actions.engagements import open_engagement
from scoping.db.queries import Group, ListedEngagement, list_engagements
from scoping.domain.advice import discovery_engagement
from scoping.domain.discovery import Discovery
from scoping.domain.errors import InvalidInput, NoRate
from scoping.domain.permissions import Permission
from scoping.domain.review import State
from scoping.domain.sow.figures import count
from scoping.extensions import db
from scoping.web.access import catalog, demand, person, revision_of
from scoping.web.clock import now
from scoping.web.particulars import ParticularsForm, problems, suggested

blueprint = Blueprint("engagements", __name__)

PAGE = 50
LONGEST_SEARCH = 200
NEXT_STEPS = {
    State.DRAFT: "Send it for review",
    State.CHANGES_REQUESTED: "Answer the changes requested",
    State.APPROVED: "Issue it",
    State.ISSUED: "",
}


@blueprint.get("/")
def list_page() -> ResponseReturnValue:
    """Mine, what waits for me, the rest; by state and words, in pages."""
    state = next((state for state in State if state.value == request.args.get("state")), None)
    search = request.args.get("q", "")[:LONGEST_SEARCH].replace("\0", "")
    found = list_engagements(
        db.session, person(), state=state, search=search, after=request.args.get("after", ""), limit=PAGE
    )
    return render_template(
        "engagements/list.html",
        page=found,
        state=state,
        search=search,
        continued=bool(request.args.get("after")),
        roles=catalog().roles,
        next_step=next_step,
    )


@blueprint.get("/engagements/new")
def open_form() -> ResponseReturnValue:
    """The empty form."""
    demand(Permission.OPEN_ENGAGEMENT)
    form = ParticularsForm(catalog(), MultiDict(suggested(catalog())))
    return _form_page(form, 200)


@blueprint.post("/engagements/new")
def open_new() -> ResponseReturnValue:
    """Opens it with a first revision and goes on to its questions."""
    demand(Permission.OPEN_ENGAGEMENT)
    form = ParticularsForm(catalog(), request.form)
    if not form.validate():
        return _form_page(form, 422)
    discovery = Discovery(**form.values)
    try:
        engagement = open_engagement(db.session, catalog(), discovery, person(), now(), form.once.data)
        opened = revision_of(engagement.id, None, Permission.VIEW)
        saved = opened.number > 1 or opened.proposal.discovery == discovery
        db.session.commit()
    except (InvalidInput, NoRate) as refusal:
        db.session.rollback()
        form.show(refusal)
        return _form_page(form, 422)
    if not saved:
        return _sent_before(engagement.id)
    flash("Opened. Answer what you know already; “not known” is an answer too.")
    return redirect(url_for("discovery.show", engagement_id=engagement.id), 303)


@blueprint.get("/engagements/<key:engagement_id>")
def show(engagement_id: int) -> ResponseReturnValue:
    """The latest revision's estimate."""
    revision = revision_of(engagement_id, None, Permission.VIEW)
    return redirect(url_for("revisions.estimate", engagement_id=engagement_id, number=revision.number))


@blueprint.post("/engagements/<key:engagement_id>/revisions/<key:number>/discovery-first")
def discovery_first(engagement_id: int, number: int) -> ResponseReturnValue:
    """Opens the discovery engagement that is to be sold before this one, for the same customer on the same terms."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    demand(Permission.OPEN_ENGAGEMENT)
    discovery = discovery_engagement(revision.proposal) or abort(404)
    opened = open_engagement(db.session, catalog(), discovery, person(), now(), request.form.get("once", ""))
    db.session.commit()
    flash(f"Opened “{discovery.title}”; the engagement it comes before stays as it is.")
    return redirect(url_for("revisions.estimate", engagement_id=opened.id, number=1), 303)


def _form_page(form: ParticularsForm, status: int, opened_before: int | None = None) -> ResponseReturnValue:
    page = render_template(
        "engagements/open.html", form=form, to_mend=list(problems(form)), opened_before=opened_before
    )
    return page, status


def _sent_before(engagement_id: int) -> ResponseReturnValue:
    """The browser went back to a form that opened an engagement already, and something else was typed into it."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "once"]
    return _form_page(ParticularsForm(catalog(), MultiDict(typed)), 409, engagement_id)


def next_step(row: ListedEngagement) -> str:
    """What is missing next, for the person who looks at the list."""
    if row.unanswered and row.state in (State.DRAFT, State.CHANGES_REQUESTED):
        return f"{count(row.unanswered, 'question', 'questions')} before it can be sent for review"
    if row.state is State.IN_REVIEW:
        return "Read and approve it" if row.group is Group.WAITS_FOR_ME else "Waits for approval"
    return NEXT_STEPS[row.state]
