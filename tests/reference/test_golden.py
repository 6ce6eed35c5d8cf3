"""Each service's example, answered fully, by half and not at all, comes to what was accepted.

After a wanted change: `python -m tests.reference.golden`, and read the difference before committing it.
"""

import json

import pytest

from scoping.domain.checks import blocking, check
from scoping.domain.proposal import propose
from scoping.domain.sow import compose
from scoping.reference import shipped
from tests.reference.golden import ANSWERED, FOLDER, SERVICES, example, outcome


@pytest.mark.parametrize("answered", ANSWERED)
@pytest.mark.parametrize("service", SERVICES)
def test_the_example_comes_to_what_was_accepted(service, answered):
    accepted = json.loads((FOLDER / f"{service}.json").read_text(encoding="utf-8"))
    assert outcome(service, answered) == accepted[answered]


@pytest.mark.parametrize("answered", ANSWERED)
@pytest.mark.parametrize("service", SERVICES)
def test_its_statement_of_work_passes_every_check(service, answered):
    proposal = propose(shipped(), ANSWERED[answered](example(service)))
    assert blocking(check(proposal, compose(proposal, revision=1, state="draft"))) == ()
    assert not proposal.blocks


@pytest.mark.parametrize("service", SERVICES)
def test_the_less_is_known_the_wider_the_range(service):
    widths = []
    for answered in ANSWERED.values():
        hours = propose(shipped(), answered(example(service))).effort
        widths.append((hours.p80 - hours.p10) / hours.p50)
    assert widths[0] < widths[-1] or service == "paid-discovery"  # its length hangs on no answer
