"""What is remembered by a key that comes from input has a bound, so that memory stays flat."""

import pytest

from bpcalc.checking.precision import _shortest
from bpcalc.maths.losses import with_gradient_factor
from bpcalc.maths.optimisers import _kept, _settings
from bpcalc.maths.own_functions import own_activation, own_loss
from bpcalc.maths.series import _ln10, _series


@pytest.mark.parametrize(
    "remembered",
    [
        _shortest,
        with_gradient_factor,
        _kept,
        _settings,
        own_activation,
        own_loss,
        _ln10,
        _series,
    ],
)
def test_what_comes_from_input_is_not_remembered_for_ever(remembered):
    """The bound is small beside what one calculation takes."""
    assert 0 < remembered.cache_info().maxsize <= 4096
