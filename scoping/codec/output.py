"""A proposal as `scoping propose --json` prints it: a contract that other programs read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from scoping.domain.advice import advice
from scoping.domain.charge import Charge
from scoping.domain.effort import HOURS_PER_DAY, ThreePoint, person_days
from scoping.domain.estimate import EstimatedTask
from scoping.domain.fee_basis import Shape
from scoping.domain.levels import RequiredLevel
from scoping.domain.mix import mix
from scoping.domain.overrides import Edit
from scoping.domain.pricing import Price, PriceLine
from scoping.domain.proposal import Proposal
from scoping.domain.schedule import ScheduledPackage
from scoping.domain.staffing import StaffingPlan
from scoping.domain.turning_points import TurningPoint, Turns
from scoping.domain.uncertainty import Range
from scoping.domain.wording import Remark

PLACES = Decimal("0.0001")


def proposal_output(proposal: Proposal, turns: Sequence[Turns] = ()) -> dict[str, Any]:
    """Hours and days as numbers, money and shares as decimal texts, dates in ISO form; keys are only ever added.

    `turns` are what would lower and raise each level, where somebody worked them out.
    """
    discovery, outlook = proposal.discovery, proposal.outlook
    return {
        "customer": discovery.customer,
        "title": discovery.title,
        "services": [service.key for service in proposal.services if not service.always],
        "effort": {
            "hours": _range(proposal.effort),
            "person_days": _range(proposal.effort, days=True),
            "due_to": {
                "unknown_answers": str(outlook.unknown_share),
                "tasks": str(outlook.task_share),
                "risks": str(outlook.risk_share),
                "estimating": str(outlook.estimating_share),
            },
            "histogram": [
                {"low": float(bar.low), "high": float(bar.high), "draws": bar.draws} for bar in outlook.histogram
            ],
        },
        "price": _price(proposal.price),
        "charge": _charge(Charge(proposal)),
        "stakes": [
            {
                "probability": stake.probability,
                "hours": float(stake.hours),
                "price": str(stake.price.amount),
                "ends_on": stake.ends_on.isoformat(),
            }
            for stake in proposal.stakes
        ],
        "levels": [_level(level, {turn.role: turn for turn in turns}) for level in proposal.levels],
        "tasks": [_task(task) for task in proposal.tasks],
        "mix": [
            {
                "role": cover.role,
                "level": cover.level,
                "needs": cover.needs,
                "hours": float(cover.hours),
                "share": str(cover.share.quantize(PLACES)),
            }
            for cover in mix(proposal).covers
        ],
        "edits": [_edit(edit) for edit in proposal.edits],
        "schedule": [_package(package) for package in proposal.schedule.packages],
        "milestones": [{"name": it.name, "on": it.on.isoformat()} for it in proposal.schedule.milestones],
        "calendar": _calendar(proposal),
        "staffing": _staffing(proposal.staffing),
        "approvals": [
            {"key": approval.key, "name": approval.name, "role": approval.role, "levels": list(approval.levels)}
            for approval in proposal.approvals
        ],
        "open_questions": list(_open_questions(proposal)),
        "remarks": _remarks(proposal.remarks),
        "advice": _remarks(advice(proposal)),
        "catalogue": proposal.catalogue,
        "fingerprint": proposal.fingerprint,
    }


def _range(effort: Range, *, days: bool = False) -> dict[str, float]:
    points = {"p10": effort.p10, "p50": effort.p50, "p80": effort.p80, "p90": effort.p90}
    return {key: float(person_days(hours) if days else hours) for key, hours in points.items()}


def _hours(hours: ThreePoint) -> dict[str, float]:
    return {
        "optimistic": float(hours.optimistic),
        "likely": float(hours.likely),
        "pessimistic": float(hours.pessimistic),
        "expected": float(hours.expected.quantize(PLACES)),
    }


def _charge(charge: Charge) -> dict[str, Any]:
    """What the shape makes of the price; `fee` of an open one is that of time and materials."""
    is_retainer = charge.shape is Shape.RETAINER
    return {
        "shape": charge.shape.value,
        "billing": charge.billing.value,
        "fee": str(charge.due.amount),
        "cap": str(charge.cap.amount) if charge.shape is Shape.CAPPED else None,
        "hours_per_week": float(charge.hours_per_week) if is_retainer else None,
        "weeks": charge.weeks if is_retainer else None,
        "education": str(sum((part.due.amount for part in charge.parts if part.education), Decimal(0))),
    }


def _price(price: Price) -> dict[str, Any]:
    return {
        "currency": price.currency,
        "rate_card": price.rate_card,
        "time_and_materials": str(price.time_and_materials.amount),
        "fixed_fee": str(price.fixed_fee.amount),
        "discount": str(price.discount),
        "lines": [_price_line(line) for line in price.lines],
    }


def _price_line(line: PriceLine) -> dict[str, Any]:
    return {
        "role": line.role,
        "level": line.level,
        "rate": str(line.rate.amount),
        "hours": float(line.hours),
        "amount": str(line.amount.amount),
        "fixed_fee_hours": float(line.fixed_fee_hours),
        "fixed_fee_amount": str(line.fixed_fee_amount.amount),
    }


def _calendar(proposal: Proposal) -> dict[str, Any]:
    """What shapes the dates: countries as stated, the closed days within the plan, the length of a day, the minimum."""
    discovery, calendar = proposal.discovery, proposal.schedule.calendar
    return {
        "countries": list(discovery.countries),
        "hours_per_day": float(discovery.hours_per_day or HOURS_PER_DAY),
        "minimum_hours_per_week": float(proposal.minimum_hours_per_week),
        "ends_by": discovery.ends_by.isoformat() if discovery.ends_by else None,
        "freezes": [
            {
                "name": it.name,
                "starts_on": it.starts_on.isoformat(),
                "ends_on": it.ends_on.isoformat(),
                "closes": it.closes.value,
            }
            for it in calendar.closed
        ],
        "holidays": [{"on": it.on.isoformat(), "name": it.name, "country": it.country} for it in calendar.holidays],
    }


def _staffing(plan: StaffingPlan) -> dict[str, Any]:
    return {
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "weeks": [
            {
                "week": week.week.isoformat(),
                "seats": [
                    {"role": seat.role, "level": seat.level, "number": seat.number, "hours": float(seat.hours)}
                    for seat in week.seats
                ],
            }
            for week in plan.weeks
        ],
    }


def _level(level: RequiredLevel, turns: Mapping[str, Turns]) -> dict[str, Any]:
    turn = turns.get(level.role) or Turns(level.role, (), ())  # a role with one level has nothing to turn
    return {
        "role": level.role,
        "level": level.level,
        "because": list(level.because),
        "would_lower": [_turning_point(point) for point in turn.would_lower],
        "would_raise": [_turning_point(point) for point in turn.would_raise],
    }


def _turning_point(point: TurningPoint) -> dict[str, Any]:
    return {"changes": dict(point.changes), "level": point.level, "sentence": point.sentence}


def _task(task: EstimatedTask) -> dict[str, Any]:
    return {
        "service": task.service,
        "package": task.package,
        "task": task.key,
        "name": task.name,
        "role": task.role,
        "level": task.level,
        "quantity": float(task.quantity),
        "hours": _hours(task.hours),
        "planned_hours": float(task.planned),
        "because": task.because,
        "source": task.source,
        "ours": task.ours,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    """A hand edit of a task or a level: what the engine said then, what was set, what the engine says now."""
    override = edit.override
    return {
        "target": override.target,
        "name": edit.name,
        "reason": override.reason,
        "by": override.by,
        "at": override.at.isoformat() if override.at else None,
        "computed": _hours(override.computed) if override.computed else None,
        "hours": _hours(override.hours) if override.hours else None,
        "quantity": None if override.quantity is None else float(override.quantity),
        "removed": override.remove,
        "now": _hours(edit.now) if edit.now else None,
        "level": override.level or None,
        "computed_level": override.computed_level or None,
        "now_level": edit.now_level or None,
        "conflict": edit.conflict,
    }


def _remarks(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    return [{"key": remark.key, "text": remark.text} for remark in remarks]


def _package(package: ScheduledPackage) -> dict[str, Any]:
    return {
        "service": package.service,
        "package": package.key,
        "name": package.name,
        "starts_on": package.starts_on.isoformat(),
        "ends_on": package.ends_on.isoformat(),
        "hours": float(package.hours),
        "after": list(package.after),
        "critical": package.critical,
    }


def _open_questions(proposal: Proposal) -> Iterator[dict[str, Any]]:
    """Largest first; questions that no hours hang on come last, in the order in which they are asked."""
    asked = {question.key: question for question in proposal.questions}
    hours = {question.key: question.hours for question in proposal.outlook.open_questions if question.key in asked}
    for key in dict.fromkeys([*hours, *(question.key for question in proposal.open_questions)]):
        question = asked[key]
        yield {
            "key": key,
            "hours": float(hours.get(key, 0)),
            "text": question.text,
            "assumed": question.assumed,
            "required": question.required,
        }
