"""The fingerprint: equal inputs, equal digits; anything else differs or is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from scoping.domain.discovery import Answer, Discovery
from scoping.domain.fingerprint import fingerprint

DISCOVERY = Discovery("Northwind", "Move", "USD", "list-2022", date(2027, 2, 1), ("scm-migration",))


def test_equal_values_have_equal_digits_whatever_their_order_or_notation():
    one = replace(DISCOVERY, answers={"users": Answer(800), "repositories": Answer(Decimal("1500"))})
    two = replace(DISCOVERY, answers={"repositories": Answer(Decimal("1.5E+3")), "users": Answer(800)})
    assert fingerprint(one) == fingerprint(two)


def test_any_changed_answer_changes_the_digits():
    one = replace(DISCOVERY, answers={"users": Answer(800)})
    assert (
        len({fingerprint(one), fingerprint(replace(one, answers={"users": Answer(801)})), fingerprint(DISCOVERY)}) == 3
    )


def test_the_digits_are_fixed_for_all_machines():
    digits = "1ae13f907a4f96f0fa6c35f45d50f371c365fd352b348f4c9696c89f2ecf2e10"
    assert fingerprint("a", 1, Decimal("2.50")) == digits


def test_a_value_without_canonical_form_is_refused():
    with pytest.raises(TypeError, match="no canonical form"):
        fingerprint(object())
