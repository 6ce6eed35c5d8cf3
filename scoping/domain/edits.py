"""Where hand edits meet the catalogue: their targets, the levels and the discount they set."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from scoping.domain.catalog import Catalog, Task
from scoping.domain.drivers import Share
from scoping.domain.errors import Fault
from scoping.domain.levels import Reason, RequiredLevel, Role
from scoping.domain.overrides import Edit, Override


def as_overridden(levels: tuple[RequiredLevel, ...], overrides: Iterable[Override]) -> tuple[RequiredLevel, ...]:
    """The levels with those that a person set, the derived level and its reasons kept beside."""
    by_role = {override.role: override for override in overrides if override.role}
    return tuple(
        replace(
            level,
            level=by_role[level.role].level,
            derived=level.level,
            reasons=(
                Reason("override", by_role[level.role].level, f"Set by hand: {by_role[level.role].reason}"),
                *level.reasons,
            ),
        )
        if level.role in by_role
        else level
        for level in levels
    )


def level_edits(
    roles: Mapping[str, Role], levels: Iterable[RequiredLevel], overrides: Iterable[Override]
) -> tuple[Edit, ...]:
    """Every level that a person set, of the roles staffed now, against the one that the rules give."""
    by_role = {override.role: override for override in overrides if override.role}
    return tuple(
        Edit(by_role[level.role], roles[level.role].name, None, level.derived)
        for level in levels
        if level.role in by_role
    )


def discount_of(overrides: Iterable[Override]) -> Decimal:
    """The discount as a share of the fee; zero without one."""
    return next((item.discount for item in overrides if item.discount is not None), Decimal(0))


def override_targets(catalog: Catalog, overrides: Iterable[Override]) -> list[Fault]:
    """Edits of what the catalogue has not: unknown tasks, packages, risks, roles and levels."""
    tasks, packages, risks = tasks_by_path(catalog), set(), set()
    for service in catalog.services.values():
        packages |= {f"{service.key}/{package.key}" for package in service.packages}
        risks |= {f"{service.key}/{clause.key}" for clause in service.clauses if clause.hours}
    faults = []
    for index, override in enumerate(overrides):
        where = f"overrides[{index}]"
        if override.added and (override.task.rpartition("/")[0] not in packages or override.task in tasks):
            faults.append(
                Fault(f"{where}.task", "an added task needs a new key in a known package: service/package/key")
            )
        elif override.task and not override.added and override.task not in tasks:
            faults.append(Fault(f"{where}.task", f"there is no task {override.task}; give service/package/task"))
        elif (
            override.quantity is not None and override.task in tasks and isinstance(tasks[override.task].driver, Share)
        ):
            what = "this task takes a share of all other hours and has no quantity; give hours"
            faults.append(Fault(f"{where}.quantity", what))
        if override.risk and override.risk not in risks:
            faults.append(Fault(f"{where}.risk", f"there is no risk {override.risk} with hours; give service/risk"))
        for role, level in ((override.role, override.level), *_role_of(override)):
            if role and (role not in catalog.roles or level not in {x.key for x in catalog.roles[role].levels}):
                faults.append(Fault(f"{where}.level", f"{role} has no level {level}"))
    return faults


def tasks_by_path(catalog: Catalog) -> dict[str, Task]:
    """Every task of the catalogue by service/package/task."""
    return {
        f"{service.key}/{package.key}/{task.key}": task
        for service in catalog.services.values()
        for package in service.packages
        for task in package.tasks
    }


def unsold(catalog: Catalog, chosen: Iterable[str], overrides: Iterable[Override]) -> tuple[Edit, ...]:
    """Edits of tasks of services that are not sold now: without effect, and kept for the day they are sold again."""
    services, tasks = {service.key for service in catalog.sold(chosen)}, tasks_by_path(catalog)
    return tuple(
        Edit(override, override.added.name if override.added else tasks[override.task].name, None)
        for override in overrides
        if override.task and override.task.partition("/")[0] not in services
    )


def name_of(catalog: Catalog, override: Override) -> str:
    """What is edited, as people call it; its path where the catalogue has it no longer."""
    if override.task:
        task = tasks_by_path(catalog).get(override.task)
        return override.added.name if override.added else task.name if task else override.task
    if override.risk:
        return f"Risk {override.risk.partition('/')[2].replace('-', ' ')}"
    if override.role:
        return catalog.roles[override.role].name if override.role in catalog.roles else override.role
    return "Discount"


def setting(catalog: Catalog, override: Override) -> str:
    """What the edit sets, such as "8–16–24 hours" or "quantity 3"."""
    if override.hours:
        points = (override.hours.optimistic, override.hours.likely, override.hours.pessimistic)
        return f"{'–'.join(f'{point:,f}' for point in dict.fromkeys(points))} hours"
    if override.quantity is not None:
        return f"quantity {override.quantity:,f}"
    if override.discount is not None:
        return f"{override.discount:.1%}"
    if override.role:
        role = catalog.roles.get(override.role)
        return role.level(override.level).name if role else override.level
    return "switched off" if override.risk else "removed"


def _role_of(override: Override) -> tuple[tuple[str, str], ...]:
    return ((override.added.role, override.added.level),) if override.added else ()
