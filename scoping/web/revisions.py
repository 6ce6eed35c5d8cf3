"""A saved revision, tab by tab: its estimate with levels, staffing and price, and the history of all revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scoping.actions.change_orders import list_orders
from scoping.actions.grants import grants_of
from scoping.actions.roster import left_of
from scoping.db.models import Revision
from scoping.db.queries import history
from scoping.domain.advice import about_dates
from scoping.domain.permissions import Permission
from scoping.domain.schedule import closings
from scoping.domain.timing import week_hours
from scoping.extensions import db
from scoping.sow.charts import weekly_staffing
from scoping.sow.gantt import gantt
from scoping.web.access import revision_of
from scoping.web.estimate import estimate_page, price_page

blueprint = Blueprint("revisions", __name__)

ADDRESS = "/engagements/<key:engagement_id>/revisions/<key:number>"


@dataclass(frozen=True)
class Step:
    """A revision in the history with what moved since the one before it; None for the first and across currencies."""

    revision: Revision
    hours: Decimal | None
    price: Decimal | None


@blueprint.get(ADDRESS)
def estimate(engagement_id: int, number: int) -> ResponseReturnValue:
    """Range, tasks with their reasons, levels with the rules that fired, and what had to be assumed."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    return estimate_page(revision)


@blueprint.get(f"{ADDRESS}/staffing")
def staffing(engagement_id: int, number: int) -> ResponseReturnValue:
    """Who is needed when, drawn and as tables."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    proposal = revision.proposal
    return render_template(
        "revisions/staffing.html",
        revision=revision,
        tab="staffing",
        gantt=gantt(proposal),
        advice=about_dates(proposal),
        closings=closings,
        left=left_of(db.session, proposal.discovery.team),
        week_hours=week_hours,
        chart=weekly_staffing(proposal),
        cells={
            (week.week, seat.role, seat.level, seat.number): seat.hours
            for week in proposal.staffing.weeks
            for seat in week.seats
        },
    )


@blueprint.get(f"{ADDRESS}/price")
def price(engagement_id: int, number: int) -> ResponseReturnValue:
    """The fee table for time and materials and for a fixed fee."""
    revision = revision_of(engagement_id, number, Permission.VIEW)
    return price_page(revision)


@blueprint.get("/engagements/<key:engagement_id>/history")
def history_page(engagement_id: int) -> ResponseReturnValue:
    """Every revision, the newest first: who, when, why and what moved."""
    latest = revision_of(engagement_id, None, Permission.VIEW)
    found = history(db.session, engagement_id)
    orders = {order.revision_id: order.number for order in list_orders(db.session, engagement_id)}
    return render_template(
        "revisions/history.html",
        revision=latest,
        tab="history",
        steps=steps(found),
        orders=orders,
        listed=grants_of(db.session, latest),
    )


def steps(revisions: Sequence[Revision]) -> list[Step]:
    """The history with differences; `revisions` come newest first."""
    found = []
    for revision, before in zip(revisions, [*revisions[1:], None], strict=True):
        comparable = before is not None and before.currency == revision.currency
        found.append(
            Step(
                revision,
                revision.p50_hours - before.p50_hours if before else None,
                revision.price - before.price if before and comparable else None,
            )
        )
    return found
