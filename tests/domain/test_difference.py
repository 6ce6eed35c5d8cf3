"""The difference between two proposals: every hour has a cause and the parts sum to the whole."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoping.domain.calendar import Window
from scoping.domain.changes import spoken
from scoping.domain.difference import difference
from scoping.domain.discovery import UNKNOWN, Answer, Confidence
from scoping.domain.effort import ThreePoint
from scoping.domain.errors import InvalidInput
from scoping.domain.estimating import Estimating
from scoping.domain.overrides import Override
from scoping.domain.proposal import propose
from tests.catalogue import ARCHITECT, CATALOG, discovery

ANSWER = st.one_of(st.none(), st.just(UNKNOWN), st.integers(1, 9000).map(Answer))


def proposal(**answers):
    return propose(CATALOG, discovery(answers={key: value for key, value in answers.items() if value is not None}))


@settings(max_examples=40, deadline=None)
@given(ANSWER, ANSWER, ANSWER, ANSWER)
def test_the_parts_sum_to_the_whole_in_hours_and_money(users, repositories, users_later, repositories_later):
    before = proposal(users=users, repositories=repositories)
    after = proposal(users=users_later, repositories=repositories_later)
    found = difference(CATALOG, before, after)
    assert sum(part.hours for part in found.parts) == after.effort.p50 - before.effort.p50
    assert sum(part.price for part in found.parts) == found.price_after - found.price_before


def test_each_part_says_what_changed_and_what_it_moved():
    before = proposal(users=Answer(400), repositories=Answer(1500))
    after = proposal(users=Answer(800), repositories=Answer(4500))
    users, repositories = difference(CATALOG, before, after).sentences
    assert users.startswith("users 400 → 800: +")
    assert "; Technical architect now Senior: More than 500 users; " in users
    assert repositories.startswith("repositories 1,500 → 4,500: +")
    assert "days professional services engineer" in repositories
    assert "price +USD " in repositories


def test_nothing_changed_has_no_parts():
    assert difference(CATALOG, proposal(users=Answer(5)), proposal(users=Answer(5))).parts == ()


def test_a_later_start_moves_the_end_and_no_hour():
    before = propose(CATALOG, discovery())
    after = propose(CATALOG, replace(discovery(), starts_on=date(2027, 3, 1)))
    (part,) = difference(CATALOG, before, after).parts
    assert (part.hours, part.price) == (0, 0)
    assert part.ends_on > part.ended_on


def test_another_confidence_is_a_change_of_its_own():
    before = proposal(users=Answer(800), repositories=Answer(1500))
    after = proposal(users=Answer(800), repositories=Answer(1500, Confidence.GUESS))
    (part,) = difference(CATALOG, before, after).parts
    assert part.because == "repositories 1,500: sure → guess"


def test_a_changed_catalogue_is_its_own_part():
    dearer = replace(CATALOG, digest="newer")
    before = propose(CATALOG, discovery())
    after = propose(dearer, discovery())
    assert [part.because for part in difference(dearer, before, after).parts] == ["The catalogue changed"]


def test_what_moves_the_range_alone_is_told_as_that():
    wider = replace(
        CATALOG, digest="x", terms=replace(CATALOG.terms, estimating=Estimating(Decimal("0.3"), Decimal(0)))
    )
    before = proposal()
    found = difference(wider, before, propose(wider, before.discovery))
    assert found.hours_after == found.hours_before
    assert found.parts[0].moves
    assert re.search(r": range [\d.]+ to [\d.]+ → [\d.]+ to [\d.]+ days \(p10 to p90\)$", found.sentences[0])


def test_two_currencies_have_no_difference():
    euro = replace(CATALOG.rate_cards["list-2022"], key="euro", currency="EUR")
    both = replace(CATALOG, rate_cards={**CATALOG.rate_cards, "euro": euro})
    before = propose(both, discovery())
    after = propose(both, replace(discovery(), currency="EUR", rate_card="euro"))
    with pytest.raises(InvalidInput, match="USD and EUR"):
        difference(both, before, after)


REASON = "the customer does this part alone"
EDITS = st.sampled_from(
    [
        (),
        (Override(REASON, "scm-migration/prepare/plan", remove=True),),
        (Override(REASON, "scm-migration/move/waves", quantity=Decimal(9)), Override(REASON, discount=Decimal("0.05"))),
        (Override(REASON, role=ARCHITECT, level="staff"),),
    ]
)


@settings(max_examples=30, deadline=None)
@given(EDITS, EDITS, ANSWER, ANSWER)
def test_hand_edits_have_their_own_parts_and_the_sums_still_close(earlier, later, users, users_later):
    before = propose(CATALOG, replace(discovery(answers={"users": users or Answer(1)}), overrides=earlier))
    after = propose(CATALOG, replace(discovery(answers={"users": users_later or Answer(1)}), overrides=later))
    found = difference(CATALOG, before, after)
    assert sum(part.hours for part in found.parts) == after.effort.p50 - before.effort.p50
    assert sum(part.price for part in found.parts) == found.price_after - found.price_before


def test_a_hand_edit_is_told_by_its_name_and_what_it_set():
    edit = Override(REASON, "scm-migration/prepare/plan", ThreePoint(Decimal(4), Decimal(8), Decimal(8)))
    before, after = propose(CATALOG, discovery()), propose(CATALOG, replace(discovery(), overrides=(edit,)))
    (part,) = difference(CATALOG, before, after).parts
    assert part.because == "Plan the move: as computed → 4–8 hours"
    (back,) = difference(CATALOG, after, before).parts
    assert back.because == "Plan the move: 4–8 hours → as computed"


def test_what_a_hand_edit_says_about_itself_moves_nothing():
    edit = Override(REASON, "scm-migration/prepare/plan", remove=True)
    told = replace(edit, reason="another ten letters", by="Sena", computed=ThreePoint(*[Decimal(1)] * 3))
    before = propose(CATALOG, replace(discovery(), overrides=(edit,)))
    assert difference(CATALOG, before, propose(CATALOG, replace(discovery(), overrides=(told,)))).parts == ()


def test_a_change_that_makes_no_proposal_by_itself_is_told_with_the_next():
    """The cheaper card has no rate for a Staff architect, so the edit of the level has to be taken back first."""
    rates = {**CATALOG.rate_cards["list-2022"].rates, ARCHITECT: {"intermediate": Decimal(200), "senior": Decimal(250)}}
    both = replace(
        CATALOG,
        rate_cards={**CATALOG.rate_cards, "small": replace(CATALOG.rate_cards["list-2022"], key="small", rates=rates)},
    )
    staff = Override(REASON, role=ARCHITECT, level="staff")
    before = propose(both, replace(discovery(), rate_card="small"))
    after = propose(both, replace(discovery(), overrides=(staff,)))
    (part,) = difference(both, before, after).parts
    assert part.because == "Technical architect: as computed → Staff; rate card small → list-2022"
    assert part.price == after.price.time_and_materials.amount - before.price.time_and_materials.amount


def test_where_the_catalogue_dropped_a_question_the_whole_is_told_as_one_part():
    older = replace(CATALOG, digest="older")
    before = propose(older, discovery())
    kept = {key: question for key, question in CATALOG.questions.items() if key != "source_scm"}
    newer = replace(CATALOG, questions=kept, digest="newer")
    service = replace(CATALOG.services["scm-migration"], questions=("users", "repositories"))
    newer = replace(newer, services={**CATALOG.services, "scm-migration": service})
    answers = {key: answer for key, answer in discovery().answers.items() if key in kept}
    after = propose(newer, discovery(answers={**answers, "users": Answer(2000)}))
    (part,) = difference(newer, before, after).parts
    assert part.because == "The catalogue changed"
    assert part.hours == after.effort.p50 - before.effort.p50


def test_days_that_close_are_told_as_what_moved_the_end():
    freeze = Window("audit", date(2027, 2, 8), date(2027, 2, 12))
    before, after = propose(CATALOG, discovery()), propose(CATALOG, replace(discovery(), freezes=(freeze,)))
    (part,) = difference(CATALOG, before, after).parts
    assert part.because == "freeze windows none → audit (8 February 2027 to 12 February 2027)"
    assert part.ends_on == after.schedule.ends_on > before.schedule.ends_on


@pytest.mark.parametrize(
    ("key", "said"),
    [("repositories_over_5gb", "repositories over 5 GB"), ("ci_approach", "CI/CD approach"), ("users", "users")],
)
def test_a_change_names_what_was_asked_as_people_write_it(key, said):
    assert spoken(key) == said
