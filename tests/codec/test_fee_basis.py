"""Shape, billing and their figures in a discovery file."""

import pytest

from scoping.codec import discovery_from_toml, discovery_to_toml
from scoping.domain.errors import InvalidInput
from scoping.domain.fee_basis import Shape
from tests.codec.test_versions import HEAD, QUESTIONS


def test_how_it_is_charged_is_read_and_written():
    text = f'{HEAD}shape = "retainer"\nbilling = "monthly"\nhours_per_week = 16\nretained_weeks = 12\n'
    text = text.replace("[answers]\n", "")
    discovery = discovery_from_toml(text, QUESTIONS)
    assert (discovery.shape, discovery.hours_per_week, discovery.retained_weeks) == (Shape.RETAINER, 16, 12)
    assert discovery_from_toml(discovery_to_toml(discovery), QUESTIONS) == discovery


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ('shape = "fixed"', "shape", "fixed_fee"),
        ('billing = "weekly"', "billing", "monthly"),
        ("cap = 12.5", "cap", "whole number"),
        ("cap = true", "cap", "whole number"),
        ('retained_weeks = "3"', "retained_weeks", "whole number"),
    ],
)
def test_what_cannot_be_charged_so_is_refused_by_its_key(line, key, said):
    with pytest.raises(InvalidInput) as refused:
        discovery_from_toml(HEAD.replace("[answers]\n", f"{line}\n"), QUESTIONS)
    (fault,) = refused.value.faults
    assert fault.key == key
    assert said in fault.what
