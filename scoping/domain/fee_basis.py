"""How an engagement is charged and billed: the shapes on offer, and the six published billing terms [OPS]."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from scoping.domain.errors import Fault

MOST = Decimal(10**9)
MOST_HOURS = 400  # a week: ten people
MOST_WEEKS = 260


class Shape(StrEnum):
    """What the fee is; an open one leaves the choice between two prices to the signature."""

    OPEN = "open"
    TIME_AND_MATERIALS = "time_and_materials"
    CAPPED = "capped"
    FIXED_FEE = "fixed_fee"
    RETAINER = "retainer"
    PAID_DISCOVERY = "paid_discovery"


class Billing(StrEnum):
    """When the fee is billed; by shape means the first of those that the shape allows."""

    BY_SHAPE = "by_shape"
    AT_SIGNATURE = "at_signature"
    AT_ORDER_FORM = "at_order_form"
    MONTHLY = "monthly"
    MILESTONES = "milestones"
    HALVES = "halves"
    ON_COMPLETION = "on_completion"


SHAPES: Mapping[Shape, str] = {
    Shape.OPEN: "Time and materials or fixed fee, chosen at signature",
    Shape.TIME_AND_MATERIALS: "Time and materials",
    Shape.CAPPED: "Time and materials, not to exceed a cap",
    Shape.FIXED_FEE: "Fixed fee",
    Shape.RETAINER: "Retainer, hours a week",
    Shape.PAID_DISCOVERY: "Paid discovery at one fee",
}
BILLINGS: Mapping[Billing, str] = {
    Billing.BY_SHAPE: "As the fee asks for",
    Billing.AT_SIGNATURE: "When the statement of work is signed",
    Billing.AT_ORDER_FORM: "With the order form",
    Billing.MONTHLY: "Monthly, for approved time",
    Billing.MILESTONES: "By accepted milestones",
    Billing.HALVES: "Half at signature, half on completion",
    Billing.ON_COMPLETION: "On completion",
}
# time is billed as it is approved, a fixed fee by what both sides can see happen [PMGT] [PSA]
ALLOWED: Mapping[Shape, tuple[Billing, ...]] = {
    Shape.OPEN: (Billing.BY_SHAPE,),
    Shape.TIME_AND_MATERIALS: (Billing.MONTHLY,),
    Shape.CAPPED: (Billing.MONTHLY,),
    Shape.FIXED_FEE: (
        Billing.MILESTONES,
        Billing.AT_SIGNATURE,
        Billing.AT_ORDER_FORM,
        Billing.HALVES,
        Billing.ON_COMPLETION,
    ),
    Shape.RETAINER: (Billing.MONTHLY, Billing.AT_SIGNATURE, Billing.AT_ORDER_FORM),
    Shape.PAID_DISCOVERY: (Billing.AT_SIGNATURE, Billing.AT_ORDER_FORM, Billing.HALVES, Billing.ON_COMPLETION),
}
BY_TIME = (Shape.OPEN, Shape.TIME_AND_MATERIALS, Shape.CAPPED)  # the fee follows the hours
ONE_FEE = (Shape.FIXED_FEE, Shape.PAID_DISCOVERY)  # what is promised is the result, so the customer reads no hours


def billed(shape: Shape, billing: Billing) -> Billing:
    """The billing terms in force."""
    return ALLOWED[shape][0] if billing is Billing.BY_SHAPE else billing


def covered_by_p80(shape: Shape, cap: Decimal | None) -> str:
    """What is sold for the hours that suffice 8 times in 10; empty where no amount of the contract rests on them."""
    if shape is Shape.CAPPED and cap is None:
        return "cap"
    return "fixed fee" if shape is Shape.OPEN or shape in ONE_FEE else ""


def fee_faults(
    shape: Shape, billing: Billing, cap: Decimal | None, hours_per_week: Decimal | None, retained_weeks: int | None
) -> list[Fault]:
    """What does not go together, by the key of the discovery."""
    faults = []
    if billing is not Billing.BY_SHAPE and billing not in ALLOWED[shape]:
        allowed = ", ".join(each.value for each in ALLOWED[shape] if each is not Billing.BY_SHAPE)
        choose = f"choose from {allowed}" if allowed else "choose another shape first"
        faults.append(Fault("billing", f"{billing.value} does not go with the shape {shape.value}; {choose}"))
    for key, value, wanted, most in (
        ("cap", cap, Shape.CAPPED, MOST),
        ("hours_per_week", hours_per_week, Shape.RETAINER, MOST_HOURS),
        ("retained_weeks", retained_weeks, Shape.RETAINER, MOST_WEEKS),
    ):
        if value is None:
            continue
        if shape is not wanted:
            faults.append(Fault(key, f"belongs to the shape {wanted.value}; leave it out, or choose that shape"))
        elif not 1 <= value <= most or value != int(value):
            faults.append(Fault(key, f"give a whole number from 1 to {most:,}, not {value}"))
    if shape is Shape.RETAINER and hours_per_week is None:
        faults.append(Fault("hours_per_week", "is missing; a retainer reserves hours every week"))
    return faults
