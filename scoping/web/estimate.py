"""The estimate of a revision as rows to read and to edit: packages, tasks, risks, and the page they stand on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from secrets import token_urlsafe
from typing import Any

from flask import render_template

from scoping.db.models import Revision
from scoping.domain.advice import advice
from scoping.domain.catalog import Section, Service
from scoping.domain.charge import Charge
from scoping.domain.editing import conflicts
from scoping.domain.edits import setting
from scoping.domain.effort import ThreePoint
from scoping.domain.estimate import EstimatedTask, total_hours
from scoping.domain.fee_basis import BILLINGS, SHAPES
from scoping.domain.mix import mix
from scoping.domain.overrides import Edit, Override
from scoping.domain.proposal import Proposal
from scoping.domain.wording import Wording
from scoping.web.access import catalog, may
from scoping.web.edit_forms import AddedForm, DiscountForm, EditForm, LevelForm, RiskForm, SettleForm, TaskForm
from scoping.web.particulars import Problem

SHOWN_FROM = Decimal("0.5")  # hours of range; less is no reason to ask a question next


@dataclass(frozen=True)
class EstimatedPackage:
    """The tasks of one work package with their sums, and those that an edit left without hours."""

    path: str
    service: str
    name: str
    tasks: tuple[EstimatedTask, ...]
    gone: tuple[Edit, ...] = ()

    @property
    def hours(self) -> ThreePoint:
        """The three points, each summed."""
        return total_hours(task.hours for task in self.tasks)

    @property
    def planned(self) -> Decimal:
        """The planned hours of the package."""
        return sum((task.planned for task in self.tasks), Decimal(0))


@dataclass(frozen=True)
class SimulatedRisk:
    """A risk with hours; `off` is the edit that switched it off."""

    wording: Wording
    off: Override | None

    @property
    def path(self) -> str:
        """Names the risk within a proposal: service/key."""
        return f"{self.wording.service}/{self.wording.key}"

    @property
    def expected(self) -> Decimal:
        """Probability × expected hours."""
        if self.wording.hours is None or self.wording.probability is None:
            return Decimal(0)
        return self.wording.probability * self.wording.hours.expected


@dataclass(frozen=True)
class Forms:
    """The forms of a page: the one that was refused as it was typed, fresh ones for everything else."""

    revision: Revision
    refused: EditForm | None = None

    def of(self, kind: type[EditForm], target: str, **data: Any) -> EditForm:
        """The form of one thing."""
        if isinstance(self.refused, kind) and self.refused.target.data == target:
            return self.refused
        return kind(catalog(), self.revision.proposal.discovery, None, target=target, **data)

    def task(self, task: EstimatedTask) -> EditForm:
        """The form of a task, filled with the edit it carries."""
        edit = task.edit.override if task.edit else None
        hours = edit.hours if edit else None
        points = {name: getattr(hours, name) for name in ("optimistic", "likely", "pessimistic")} if hours else {}
        known = {**points, "quantity": edit.quantity, "reason": edit.reason} if edit else {}
        return self.of(TaskForm, task.path, **known)

    def gone(self, edit: Edit) -> EditForm:
        """The form of a task without hours."""
        return self.of(TaskForm, edit.override.task)

    def added(self, package: str) -> EditForm:
        """The form that adds a task to a package."""
        return self.of(AddedForm, package)

    def risk(self, path: str) -> EditForm:
        """The form that switches a risk off."""
        return self.of(RiskForm, path)

    def level(self, role: str, level: str) -> EditForm:
        """The form of a role's level."""
        return self.of(LevelForm, role, level=level)

    def discount(self, share: Decimal) -> EditForm:
        """The form of the discount."""
        return self.of(DiscountForm, "discount", discount=share or None)

    def settlement(self, edit: Edit) -> EditForm:
        """The form that settles a conflict."""
        return self.of(SettleForm, edit.override.target)

    def is_open(self, form: EditForm) -> bool:
        """Whether the details around a form stand open, because it was refused."""
        return form is self.refused


def estimate_page(revision: Revision, refused: EditForm | None = None, stale: str = "") -> str:
    """The estimate tab; with the form that was refused, and what to say where somebody saved meanwhile."""
    proposal = revision.proposal
    narrows = {question.key: question.hours for question in proposal.outlook.open_questions}
    found = packages(proposal)
    open_conflicts, simulated = conflicts(proposal), risks(proposal)
    places = {
        "task": {task.path for package in found for task in package.tasks}
        | {edit.override.task for package in found for edit in package.gone},
        "added": {package.path for package in found},
        "risk": {risk.path for risk in simulated if not risk.off},
        "level": {level.role for level in proposal.levels},
        "settle": {edit.override.target for edit in open_conflicts},
    }
    homeless = refused if refused and refused.target.data not in places.get(refused.kind, ()) else None
    return render_template(
        "revisions/estimate.html",
        **editing(revision, refused, stale, is_placed=not homeless),
        tab="estimate",
        packages=found,
        homeless=homeless,
        conflicts=open_conflicts,
        unsold=[edit for edit in proposal.edits if edit.override.task and not _is_sold(proposal, edit)],
        risks=simulated,
        advice=advice(proposal),
        discovery_first=_discovery_first(proposal),
        mix=mix(proposal),
        narrows=narrows,
        zero={key for key, hours in narrows.items() if hours < SHOWN_FROM},
        open_questions=sorted(proposal.open_questions, key=lambda question: -narrows.get(question.key, Decimal(0))),
    )


def price_page(revision: Revision, refused: EditForm | None = None, stale: str = "") -> str:
    """The price tab with the form of the discount."""
    edit = next((item for item in revision.proposal.discovery.overrides if item.discount is not None), None)
    return render_template(
        "revisions/price.html",
        **editing(revision, refused, stale),
        tab="price",
        discounted=edit,
        charge=Charge(revision.proposal),
        shapes=SHAPES,
        billings=BILLINGS,
    )


def editing(
    revision: Revision, refused: EditForm | None = None, stale: str = "", *, is_placed: bool = True
) -> Mapping[str, Any]:
    """What every page with edits needs; `once` gives each form its own mark, so that a double click saves once."""
    return {
        "revision": revision,
        "forms": Forms(revision, refused),
        "to_mend": list(problems(refused, is_placed=is_placed)) if refused else [],
        "stale": stale,
        "editable": may("edit", revision) and revision.number == revision.engagement.latest_number,
        "once": partial(token_urlsafe, 16),
        "setting": partial(setting, catalog()),
        "duties": {rule.key: rule.duty for rule in catalog().level_rules},
        "set_by_hand": {edit.role: edit for edit in revision.proposal.discovery.overrides if edit.role},
    }


def problems(form: EditForm, *, is_placed: bool) -> Iterator[Problem]:
    """What to mend in a form, with the ids that its fields have on the page where it has a place there."""
    for what in form.form_errors:
        yield Problem("", "", what)
    for field in form:
        for what in field.errors:
            place = f"{form.row}-{field.name}" if is_placed else ""
            yield Problem(place, field.label.text, str(what))


def packages(proposal: Proposal) -> list[EstimatedPackage]:
    """The estimate as a tree of rows, in the order of the catalogue; removed tasks stay listed in their package."""
    services = {service.key: service.name for service in proposal.services}
    names = {package.path: package.name for package in proposal.schedule.packages}
    tasks: dict[str, list[EstimatedTask]] = {}
    gone: dict[str, list[Edit]] = {}
    for task in proposal.tasks:
        tasks.setdefault(f"{task.service}/{task.package}", []).append(task)
    there = {task.path for task in proposal.tasks}
    for edit in proposal.edits:
        if edit.override.task and _is_sold(proposal, edit) and edit.override.task not in there:
            gone.setdefault(edit.override.task.rpartition("/")[0], []).append(edit)
    order = [service.key for service in proposal.services]
    paths = sorted(dict.fromkeys([*tasks, *gone]), key=lambda path: order.index(path.partition("/")[0]))
    return [
        EstimatedPackage(
            path,
            services[path.partition("/")[0]],
            names.get(path, path.partition("/")[2].replace("-", " ").capitalize()),
            tuple(tasks.get(path, ())),
            tuple(gone.get(path, ())),
        )
        for path in paths
    ]


def risks(proposal: Proposal) -> list[SimulatedRisk]:
    """The risks that the simulation throws dice for, and those that somebody switched off."""
    off = {edit.risk: edit for edit in proposal.discovery.overrides if edit.risk}
    return [
        SimulatedRisk(words, off.get(f"{words.service}/{words.key}"))
        for words in proposal.wording
        if words.section is Section.RISK and words.hours and words.probability is not None
    ]


def _discovery_first(proposal: Proposal) -> Service | None:
    """The service to sell first, where it is not what is sold already and the person may open engagements."""
    key = proposal.terms.discovery_service
    return None if key in proposal.discovery.services or not may("open_engagement") else catalog().services.get(key)


def _is_sold(proposal: Proposal, edit: Edit) -> bool:
    return edit.override.task.partition("/")[0] in {service.key for service in proposal.services}
