"""The plan of a revision to take away: a workbook, and its two tables as CSV."""

import io

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from scoping.db.models import Revision
from scoping.domain.permissions import Permission
from scoping.sow import plans
from scoping.web.access import revision_of
from scoping.web.copies import stem
from scoping.web.revisions import ADDRESS

blueprint = Blueprint("plans", __name__)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get(f"{ADDRESS}/plan.xlsx")
def workbook(engagement_id: int, number: int) -> ResponseReturnValue:
    """Hours by week and seat, and all dates, on a sheet each."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    sheets = (plans.grid(revision.proposal), plans.dates(revision.proposal))
    return _sent(revision, plans.workbook(sheets), WORKBOOK, "plan.xlsx")


@blueprint.get(f"{ADDRESS}/hours-by-week.csv")
def grid_csv(engagement_id: int, number: int) -> ResponseReturnValue:
    """Hours by week and seat."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    return _sent(revision, plans.as_csv(plans.grid(revision.proposal)), "text/csv", "hours by week.csv")


@blueprint.get(f"{ADDRESS}/dates.csv")
def dates_csv(engagement_id: int, number: int) -> ResponseReturnValue:
    """Work packages, milestones and closed days."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    return _sent(revision, plans.as_csv(plans.dates(revision.proposal)), "text/csv", "dates.csv")


def _sent(revision: Revision, content: bytes, mimetype: str, what: str) -> Response:
    name = f"{stem(revision)} {what}"
    response: Response = send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
    return response
