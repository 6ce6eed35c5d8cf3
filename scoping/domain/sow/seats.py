"""How roles, levels and services of a proposal are named in its document."""

from scoping.domain.levels import Level, RequiredLevel, Role
from scoping.domain.proposal import Proposal
from scoping.domain.sow.tables import Badge


def seat_name(role: Role, level: Level) -> str:
    """Level and role as spoken: "Senior technical architect"; a role of one level keeps its own name."""
    return role.name if len(role.levels) == 1 else f"{level.name} {role.name.lower()}"


def ranked(proposal: Proposal) -> tuple[RequiredLevel, ...]:
    """The staffed roles as a reader expects them: the highest grade first, roles without grades last."""

    def grade(required: RequiredLevel) -> int:
        return proposal.role(required.role).level(required.level).grade or 0

    return tuple(sorted(proposal.levels, key=grade, reverse=True))


def badge(proposal: Proposal, role_key: str, level_key: str, *, short: bool = False) -> Badge:
    """A role at a level as a table cell; a short one shows its initials alone."""
    role = proposal.role(role_key)
    level = role.level(level_key)
    return Badge(level.key, level.initials, seat_name(role, level), short)


def service_name(proposal: Proposal, key: str) -> str:
    """The printed name of a service of the proposal."""
    return next(service.name for service in proposal.services if service.key == key)
