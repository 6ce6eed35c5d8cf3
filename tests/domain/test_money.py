"""Money: currencies never mix, and it is rounded once."""

from decimal import Decimal

import pytest

from scoping.domain.money import Money, total


def test_two_currencies_never_add_up():
    with pytest.raises(ValueError, match="USD and EUR"):
        Money(Decimal(1), "USD") + Money(Decimal(1), "EUR")


def test_an_amount_is_rounded_half_up_to_the_cent():
    assert Money(Decimal("0.125"), "USD").rounded() == Money(Decimal("0.13"), "USD")


def test_the_sum_of_nothing_is_zero_in_its_currency():
    assert total([], "EUR") == Money(Decimal(0), "EUR")
