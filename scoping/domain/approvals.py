"""The approvals that the policy asks of a proposal."""

from scoping.domain.catalog import Catalog
from scoping.domain.conditions import Facts, holds
from scoping.domain.review import ApprovalRule, RequiredApproval


def approvals(catalog: Catalog, facts: Facts) -> tuple[RequiredApproval, ...]:
    """The approvals that the policy asks of this proposal."""
    found = []
    for rule in catalog.approval_rules:
        threshold = rule.above.get(facts["currency"]) if rule.above else None
        over = not rule.above or threshold is None or facts["price"] > threshold
        if over and holds(rule.when, facts):
            found.append(
                RequiredApproval(rule.key, rule.name, rule.role, _levels_from(catalog, rule), rule.because, rule.source)
            )
    return tuple(found)


def _levels_from(catalog: Catalog, rule: ApprovalRule) -> tuple[str, ...]:
    if not rule.level:
        return ()
    role = catalog.roles[rule.role]
    return tuple(level.key for level in role.levels[role.rank(rule.level) :])
