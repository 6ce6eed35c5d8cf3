"""Proposals that published figures are held against, and what they cost and take."""

from datetime import timedelta
from functools import cache

import numpy as np

from scoping.domain.proposal import Proposal
from tests.shipped import proposed


@cache
def moved(users: int, repositories: int, large: int = 0) -> Proposal:
    """A move from self-managed GitLab to GitLab.com."""
    return proposed(
        "scm-migration",
        source_scm="gitlab",
        destination="gitlab_com",
        users=users,
        repositories=repositories,
        repositories_over_5gb=large,
    )


def cost(proposal: Proposal) -> float:
    return float(proposal.price.time_and_materials.amount)


def days(proposal: Proposal) -> float:
    return float(proposal.effort.p50) / 8


def workdays(proposal: Proposal, path: str) -> int:
    package = next(package for package in proposal.schedule.packages if package.path == path)
    return int(np.busday_count(package.starts_on, package.ends_on + timedelta(days=1)))
