"""What would lower or raise each level, computed when somebody asks for it, and who covers whose tasks."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scoping.domain.mix import mix
from scoping.domain.permissions import Permission
from scoping.domain.turning_points import turning_points
from scoping.web.access import catalog, revision_of
from scoping.web.estimate import editing
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("levels", __name__)


@blueprint.get(f"{ADDRESS}/levels")
def show(engagement_id: int, number: int) -> ResponseReturnValue:
    """The cards of the estimate with the turning points in them; the estimate takes the part it needs."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    proposal = revision.proposal
    return render_template(
        "revisions/levels.html",
        **editing(revision),
        tab="estimate",
        turns={turn.role: turn for turn in turning_points(catalog(), proposal)},
        mix=mix(proposal),
        older=proposal.catalogue != catalog().digest,
    )
