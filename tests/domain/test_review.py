"""The review: which step leads where, and whose approvals are still missing."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoping.domain.errors import WrongState
from scoping.domain.review import NEXT, Action, Approver, RequiredApproval, State, after, outstanding, satisfies

ARCHITECT = RequiredApproval("technical", "Technical review", "technical-architect", (), "above $50,000")
SENIOR = RequiredApproval("staffing", "Staffing", "technical-architect", ("senior", "staff"), "every SOW")
DELIVERY = RequiredApproval("delivery", "Delivery", "delivery-manager", (), "every SOW")
APPROVERS = st.builds(
    Approver,
    st.sampled_from(["technical-architect", "delivery-manager", "engagement-manager"]),
    st.sampled_from(["", "intermediate", "senior", "staff"]),
)


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_step_is_either_in_the_table_or_refused_with_what_is_possible(state, action):
    if (state, action) in NEXT:
        assert after(state, action, [ARCHITECT]) is NEXT[state, action]
    else:
        with pytest.raises(WrongState, match=r"possible now|nothing changes it"):
            after(state, action)


def test_nothing_changes_an_issued_revision():
    assert not any(before is State.ISSUED for before, _ in NEXT)


def test_only_an_approved_revision_can_be_issued():
    assert [before for (before, action) in NEXT if action is Action.ISSUE] == [State.APPROVED]


def test_the_last_missing_approval_makes_it_approved():
    assert after(State.IN_REVIEW, Action.APPROVE, [DELIVERY]) is State.IN_REVIEW
    assert after(State.IN_REVIEW, Action.APPROVE, []) is State.APPROVED


def test_one_senior_counts_for_the_technical_review_and_for_the_staffing_assessment():
    given_by = [Approver("technical-architect", "senior")]
    assert outstanding([ARCHITECT, SENIOR, DELIVERY], given_by) == (DELIVERY,)


def test_an_intermediate_can_not_assess_the_staffing():
    assert not satisfies(Approver("technical-architect", "intermediate"), SENIOR)
    assert satisfies(Approver("technical-architect", "intermediate"), ARCHITECT)


@given(st.lists(APPROVERS), APPROVERS)
def test_a_further_approval_never_makes_more_missing(approvers, further):
    required = [ARCHITECT, SENIOR, DELIVERY]
    assert set(outstanding(required, [*approvers, further])) <= set(outstanding(required, approvers))
