"""How long new exercises take is told by what they are to be like."""

import pytest

from bpcalc.cli.making_sizes import making


@pytest.mark.parametrize("count", [1, 20])
def test_another_form_takes_longer(count: int) -> None:
    """It is made first to see how hard it is, once, however many are made."""
    numbers = 100 * count

    more = making(count, alike=False)(numbers) - making(count)(numbers)

    assert more == pytest.approx(making(alike=False)(100) - making()(100))
    assert more > 0
