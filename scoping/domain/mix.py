"""The mix of a team: hours by role and level, who covers whose tasks, and what the named architect has to know."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from scoping.domain.levels import Role
from scoping.domain.proposal import ARCHITECT, Proposal
from scoping.domain.wording import Remark


@dataclass(frozen=True)
class Cover:
    """Planned hours of one role at the level it is staffed at, and the least level that these tasks need.

    `share` is the part of all planned hours.
    """

    role: str
    level: str
    needs: str
    hours: Decimal
    share: Decimal


@dataclass(frozen=True)
class Mix:
    """Every planned hour once, roles in ladder order and the most senior need first; remarks are for whoever staffs."""

    covers: tuple[Cover, ...]
    remarks: tuple[Remark, ...]

    def hours(self, role: str) -> Decimal:
        """Planned hours of one role."""
        return sum((cover.hours for cover in self.covers if cover.role == role), Decimal(0))


def mix(proposal: Proposal, architect_knows: Collection[str] | None = None) -> Mix:
    """Who does how much, and for whom.

    `architect_knows` are the services in which the named architect has experience, by default those of the team that
    was taken; None while nobody is named.
    """
    if architect_knows is None:
        architect_knows = _known_to_the_team(proposal)
    hours: dict[tuple[str, str, str], Decimal] = {}
    for task in proposal.tasks:
        key = (task.role, task.level, task.needs)
        hours[key] = hours.get(key, Decimal(0)) + task.planned
    whole = proposal.effort.p50 or Decimal(1)
    covers = [Cover(*key, amount, amount / whole) for key, amount in hours.items()]
    roles = {role.key: (position, role) for position, role in enumerate(proposal.roles)}
    covers.sort(key=lambda cover: (roles[cover.role][0], -roles[cover.role][1].rank(cover.needs)))
    found = (*_beyond(proposal, covers), *_experience(proposal, architect_knows))
    return Mix(tuple(covers), tuple(found))


def _known_to_the_team(proposal: Proposal) -> frozenset[str] | None:
    """What the architects of the named team know together; None without a named architect."""
    members = proposal.discovery.team.members if proposal.discovery.team else ()
    architects = [member for member in members if member.seat.startswith(f"{ARCHITECT}/")]
    return frozenset(key for member in architects for key in member.services) if architects else None


def _beyond(proposal: Proposal, covers: list[Cover]) -> Iterator[Remark]:
    """A Senior may do an Intermediate's task, never the reverse; only a level set by hand can ask for that."""
    for cover in covers:
        role = proposal.role(cover.role)
        if role.rank(cover.level) < role.rank(cover.needs):
            staffed, needed = _named(role, cover.level), _named(role, cover.needs)
            names = [task.name for task in proposal.tasks if (task.role, task.needs) == (cover.role, cover.needs)]
            yield Remark(
                f"level-too-low-{cover.role}",
                f"{staffed[:1].upper()}{staffed[1:]} was set by hand, but {cover.hours:,f} hours need {needed}: "
                f"{', '.join(names)}. Raise the level, or take these tasks out.",
            )


def _named(role: Role, level: str) -> str:
    name = role.level(level).name
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name} {role.name.lower()}"


def _experience(proposal: Proposal, knows: Collection[str] | None) -> Iterator[Remark]:
    """The named architect covers at least so many of the services on offer, and each one that is sold."""
    if not any(level.role == ARCHITECT for level in proposal.levels):
        return
    least = proposal.terms.architect_services
    sold = {service.key: service.name for service in proposal.services if not service.always}
    if knows is None:
        yield Remark(
            "architect-experience",
            f"Name an architect with experience in at least {least} of the services on offer, "
            f"{_listed(list(sold.values()))} among them.",
            "[TA-JOB]",
        )
        return
    if len(set(knows)) < least:
        text = (
            f"The named architect knows {len(set(knows))} of the services on offer; the job asks for at least {least}."
        )
        yield Remark("architect-experience", text, "[TA-JOB]")
    if missing := [name for key, name in sold.items() if key not in knows]:
        yield Remark(
            "architect-services",
            f"The named architect has no experience in {_listed(missing)}; find an expert in the team for it.",
            "[TA]",
        )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
