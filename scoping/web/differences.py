"""What moved between two revisions and why: as sentences, and as a table whose parts sum to the whole."""

from collections import Counter

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoping.actions.documents import statement
from scoping.actions.earlier_catalogues import explained
from scoping.domain.permissions import Permission
from scoping.domain.sow.changed_words import changed_words
from scoping.extensions import db
from scoping.web.access import LARGEST_KEY, letterhead, reference_folder, revision_of

blueprint = Blueprint("differences", __name__)

ADDRESS = "/engagements/<key:engagement_id>/difference"


@blueprint.get(f"{ADDRESS}/<key:before>/<key:after>")
def show(engagement_id: int, before: int, after: int) -> ResponseReturnValue:
    """The difference from one revision to another; other pages take its sentences."""
    earlier = revision_of(engagement_id, before, Permission.VIEW)
    later = revision_of(engagement_id, after, Permission.VIEW)
    found, refused = explained(db.session, reference_folder(), earlier.proposal, later.proposal)
    words = changed_words(statement(earlier, letterhead()), statement(later, letterhead()))
    return render_template(
        "differences/page.html",
        revision=later,
        earlier=earlier,
        tab="history",
        found=found,
        refused=refused,
        words=words,
        sections=Counter(change.section.heading for change in words),
    )


@blueprint.get(ADDRESS)
def choose(engagement_id: int) -> ResponseReturnValue:
    """Goes to the difference of the two revisions chosen in a form."""
    numbers = [request.args.get(name, type=int) for name in ("before", "after")]
    if not all(number and number <= LARGEST_KEY for number in numbers):
        abort(404)
    before, after = numbers
    return redirect(url_for("differences.show", engagement_id=engagement_id, before=before, after=after))
