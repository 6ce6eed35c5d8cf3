"""The page behind a customer's link: chosen questions for somebody without an account, and nothing else of ours."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Gone, NotFound, TooManyRequests
from wtforms import FormField, HiddenField, StringField
from wtforms.validators import InputRequired

from scoping.actions.links import asked_of, open_by
from scoping.actions.links import send as send_answers
from scoping.db.links import latest, said
from scoping.db.models import CustomerLink
from scoping.db.queries import latest_revision
from scoping.domain.errors import InvalidInput, LinkClosed, StaleAnswers
from scoping.domain.sow.figures import count
from scoping.extensions import csrf, db, limiter
from scoping.web.access import catalog
from scoping.web.clock import now
from scoping.web.particulars import problems
from scoping.web.questionnaire import answers_in, as_posted, form_for, readable
from scoping.web.sheet import Slot, in_groups

blueprint = Blueprint("customer", __name__)

ADDRESS = "/answers/<token>"
ABSENT = "There is nothing here. Check that the address was copied whole, or ask for a new link."
CLOSED = "This link is no longer open. What was sent through it has arrived; ask for a new link to send more."
TOO_OFTEN = (
    "Too many requests in a short time. Wait a minute, go back, and send again; what you typed still stands there."
)
FORGOTTEN = "This page had been open for long. Nothing is lost: send it once more."


class CustomerForm(FlaskForm):  # type: ignore[misc]
    """What a customer fills in; `seen` is the last answer that stood on the page."""

    by = StringField("Your name", [InputRequired("Your name is missing; write it here.")])
    seen = HiddenField()
    answers: Any


def requests_allowed() -> str:
    """The setting, read when it is needed."""
    return str(current_app.config["RATELIMIT_CUSTOMER_LINK"])


limited = limiter.shared_limit(requests_allowed, scope="customer")  # reading and sending together


@blueprint.get(ADDRESS)
@limited
def show(token: str) -> ResponseReturnValue:
    """The questions of the link, with what was sent before."""
    link = _opened(token)
    form = _form(link, MultiDict(_saved(link)))
    return _page(link, token, form, 200)


@blueprint.post(ADDRESS)
@limited
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its token itself, and keeps what was typed
def send(token: str) -> ResponseReturnValue:
    """Keeps the answers, to be taken over by the engagement manager; nothing of the engagement changes."""
    link = _opened(token)
    form = _form(link, request.form)
    if not form.validate():
        if form.csrf_token.errors:
            form.csrf_token.errors = []
            form.form_errors.append(FORGOTTEN)
        return _page(link, token, form, 422)
    questions = {key: one.question for key, one in answers_in(form.answers.form)}
    seen, by = int(form.seen.data) if (form.seen.data or "").isdecimal() else 0, form.by.data or ""
    try:
        changed = send_answers(db.session, link, questions, readable(form.answers.form), seen, by, now())
        db.session.commit()
    except LinkClosed:
        abort(410)
    except (InvalidInput, StaleAnswers) as refusal:
        db.session.rollback()
        return _refused(_opened(token), token, form, refusal)
    following = len(set(_asked(_opened(token))) - set(questions))
    flash(f"Sent: {count(changed, 'answer', 'answers')}. Thank you." if changed else "Nothing new to send.")
    if following:
        flash(f"{count(following, 'question follows', 'questions follow')} from what you answered; see below.")
    return redirect(url_for("customer.show", token=token), 303)


def _opened(token: str) -> CustomerLink:
    """The link, or a page that tells nothing about it."""
    try:
        found = open_by(db.session, token, now())
    except LinkClosed:
        abort(410)
    return found or abort(404)


def _asked(link: CustomerLink) -> dict[str, Any]:
    return asked_of(catalog(), latest_revision(db.session, link.engagement).proposal.discovery, link)


def _form(link: CustomerLink, posted: MultiDict[str, str]) -> CustomerForm:
    answers = FormField(form_for(_asked(link)))
    form: CustomerForm = type("LinkForm", (CustomerForm,), {"answers": answers})(posted)
    return form


def _saved(link: CustomerLink) -> list[tuple[str, str]]:
    """What was sent before as the form's fields and values; none of what others told us."""
    rows = latest(link)
    last = max(rows.values(), key=lambda row: row.id, default=None)
    by = last.answer.by if last and last.answer else link.recipient
    fields = [("by", by), ("seen", str(last.id if last else 0))]
    return fields + [(f"answers-{name}", value) for name, value in as_posted(said(link), catalog().questions)]


def _refused(
    link: CustomerLink, token: str, form: CustomerForm, refusal: InvalidInput | StaleAnswers
) -> ResponseReturnValue:
    """The page again with what was typed; what a colleague sent meanwhile stands beside it, to be replaced or kept."""
    if isinstance(refusal, InvalidInput):
        for fault in refusal.faults:
            one = form.answers.form._fields.get(fault.key.removeprefix("answers."))
            field = one.form.value if one else form.by
            field.errors = [*field.errors, f"{fault.what[:1].upper()}{fault.what[1:]}."]
        return _page(link, token, form, 422)
    sent = latest(link)
    for key in refusal.keys:
        field, row = form.answers.form._fields[key].form.value, sent[key]
        words = catalog().questions[key].label_of(row.answer.value) if row.answer and row.answer.known else "not known"
        whose = f"{row.answer.by} sent “{words}”" if row.answer else "A colleague took the answer back"
        field.errors = [*field.errors, f"{whose} meanwhile. Send again to replace it, or type the same to keep it."]
    form.seen.data = str(max(row.id for row in sent.values()))
    return _page(link, token, form, 409)


def _page(link: CustomerLink, token: str, form: CustomerForm, status: int) -> ResponseReturnValue:
    sent = said(link)
    slots = [Slot(one.question, one, True, sent.get(key)) for key, one in answers_in(form.answers.form)]
    page = render_template(
        "links/customer.html",
        link=link,
        token=token,
        form=form,
        groups=in_groups(slots),
        answered=sum(key in sent for key, _ in answers_in(form.answers.form)),
        asked=len(slots),
        to_mend=list(problems(form)),
    )
    return page, status


@blueprint.errorhandler(NotFound)
@blueprint.errorhandler(Gone)
@blueprint.errorhandler(TooManyRequests)
def closed(error: NotFound | Gone | TooManyRequests) -> ResponseReturnValue:
    """A plain page without a detail of whose link it was, or whether there ever was one."""
    db.session.rollback()
    what = {404: ABSENT, 410: CLOSED, 429: TOO_OFTEN}[int(error.code or 404)]
    return make_response(render_template("links/closed.html", what=what), error.code)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """The address is the key: it goes into no cache, no search engine and no other site's log."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    g.referrer_policy = "no-referrer"
    return response
