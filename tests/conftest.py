"""Options and profiles of the test run."""

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import settings

from bpcalc import locale
from tests.helpers.ranges import few

os.environ["BPCALC_LANG"] = "en"  # whatever the language of the machine; processes inherit it
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process would compile the program anew

collect_ignore = [] if find_spec("flint") else ["helpers/ball_digits.py"]
"""What cannot be imported without a library that not every Python has."""

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=few(40, 100))
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English again after a test that spoke Chinese."""
    yield
    locale.use("en")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--write-golden`, which rewrites expected outputs instead of comparing them."""
    parser.addoption("--write-golden", action="store_true", help="rewrite the expected outputs")


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be rewritten; a person then reads the difference."""
    return bool(request.config.getoption("--write-golden"))
