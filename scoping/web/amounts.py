"""Form fields for hours, quantities and percentages: decimals as people type them, refused aloud where unclear."""

import re
from collections.abc import Sequence
from decimal import Decimal

from wtforms import StringField
from wtforms.widgets import TextInput

from scoping.web.fields import LONGEST_NUMBER, SPACES

GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
PLAIN = re.compile(r"\d+([.,]\d+)?")
HUNDRED = Decimal(100)


def amount(text: str) -> Decimal:
    """Reads "12", "12.5", "12,5" and "1,250.5"; ValueError says what to type instead of anything else."""
    given = SPACES.sub("", text.strip())
    if len(given) > LONGEST_NUMBER:
        raise ValueError("This number is too long to be meant; check it.")
    if GROUPED.fullmatch(given):
        return Decimal(given.replace(",", ""))
    if not PLAIN.fullmatch(given):
        raise ValueError(f"“{text[:40]}” is not a number from 0 up; write it in digits, such as 12 or 12.5.")
    return Decimal(given.replace(",", "."))


class AmountField(StringField):  # type: ignore[misc]
    """A number that is not negative, or nothing; what was typed stays in the field."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keeps what was typed beside the number it means."""
        text = valuelist[0] if valuelist else ""
        self.data = self.read(text) if text.strip() else None

    def read(self, text: str) -> Decimal:
        """The number that the text means."""
        return amount(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.normalize():f}" if self.data is not None else ""


class PercentField(AmountField):
    """A share typed as per cent: "5" or "7.5 %" is 0.05 or 0.075."""

    def read(self, text: str) -> Decimal:
        """The share."""
        return amount(text.strip().removesuffix("%")) / HUNDRED

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{(self.data * HUNDRED).normalize():f}" if self.data is not None else ""
