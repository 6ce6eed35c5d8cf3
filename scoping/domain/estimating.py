"""What estimates of whole engagements miss, whatever is asked: it draws both ends of the range apart."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scoping.domain.distributions import DRAWS, Array

PLACES = (np.arange(DRAWS) + 0.5) / DRAWS  # the probability at which each draw lies once they are sorted
PLACES.flags.writeable = False


@dataclass(frozen=True)
class Estimating:
    """By how much real projects end further out than their parts tell; 0 and 0 leave the range as its parts make it.

    Hours at the probability p are multiplied by (2p)^under below p50 and by (5(1 − p))^−over above p80. Between these
    two they stay, so neither the plan nor the fixed fee moves. The factor depends on the place of a draw alone and
    rises with it: more work never gives fewer hours, and the quantiles keep their order.
    """

    under: Decimal = Decimal(0)
    over: Decimal = Decimal(0)

    def factors(self, probabilities: Array, estimated: float = 1.0) -> Array:
        """What hours at these probabilities (above 0, below 1) are multiplied by, where `estimated` of them are so.

        The hours of a class are not: they stand for its list price.
        """
        below: Array = np.minimum(1.0, 2 * probabilities) ** float(self.under)
        above: Array = np.minimum(1.0, 5 * (1 - probabilities)) ** -float(self.over)
        return 1.0 + estimated * (below * above - 1.0)
