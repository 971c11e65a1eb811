"""Terms that are never seen are left out of fingerprints, and nothing is decided that they tell."""

from decimal import Decimal, localcontext

import pytest

from bpcalc.maths.expr import Apply, Number
from bpcalc.maths.function_calls import exp, maximum, sqrt
from bpcalc.maths.negligible import WithoutNegligible, decides
from bpcalc.maths.precision import EXACT

TINY = exp(Number("-1e6"))
LARGE = exp(Number("1e6"))
ROOT = sqrt(Number("2"))


@pytest.mark.parametrize(
    ("formula", "decimal", "expected"),
    [
        (1 + TINY, 1, True),
        (1 + TINY, 0, False),
        (ROOT / (1 + TINY) + (1 - ROOT) / (1 + TINY), 1, True),
        (Apply("normal_cdf", Number("1e4")) * 3, 3, True),
        (Apply("tanh", Number("-1e5")) * 3, -3, True),
        (1 + exp(Number("-10000")), 1, False),  # 10^-4343 is seen
        ((1 + TINY - 1) * LARGE, 0, False),  # it is 1: what was left out counts
        ((1 + TINY - 1) * TINY, 0, True),
        (1 + maximum(Number("0"), 1 + TINY - 1) * LARGE, 1, False),
        (1 + sqrt(1 + TINY - 1), 1, False),
        (1 / (1 + TINY - 1), 0, False),
        (TINY * 5, 0, False),
        (Number("0") * TINY + 2, 2, True),
        (exp(Number("1e20")) - exp(Number("1e20")) + 1, 1, False),
    ],
)
def test_what_is_decided_without_negligible_terms(formula, decimal, expected) -> None:
    """Only what the terms left out change by less than is ever worked out."""
    with localcontext(EXACT):
        found = formula.fold(WithoutNegligible({}.__getitem__))

    assert decides(found, Decimal(decimal)) is expected
