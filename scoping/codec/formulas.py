"""Cells that a spreadsheet would run as a formula: told apart, and neutralised where we write them."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what a spreadsheet takes for the start of one


def neutral(text: str) -> str:
    """Text that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.startswith(FORMULA) else text


def runs(text: str) -> bool:
    """Whether a spreadsheet would run the text; a plain number such as -5 is no formula."""
    if not text.startswith(FORMULA):
        return False
    try:
        float(text)
    except ValueError:
        return True
    return False
