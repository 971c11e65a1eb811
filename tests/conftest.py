"""Options and profiles of the test run."""

import gc
import os
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis.strategies import none

from bpcalc import locale
from tests.helpers.ranges import ALL_CASES, few, spread

os.environ["BPCALC_LANG"] = "en"  # whatever the language of the machine; processes inherit it
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process would compile the program anew

collect_ignore = [] if find_spec("flint") else ["helpers/ball_digits.py"]
"""What cannot be imported without a library that not every Python has."""

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=few(15, 100))
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


LEFT_OUT = pytest.StashKey[int]()
"""How many tests, and cases of tests, the short run leaves out."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is `long`, and some cases of what is `sampled`, unless all are wanted."""
    named = any("::" in argument for argument in config.args)
    if ALL_CASES or named or config.option.keyword or config.getoption("lf", False):
        return
    tests: defaultdict[tuple[str, str], list[pytest.Function]] = defaultdict(list)
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("sampled"):
            tests[item.nodeid.partition("[")[0], item.originalname].append(item)
    left_out = {id(item): item for cases in tests.values() for item in others(cases)}
    left_out |= {id(item): item for item in items if item.get_closest_marker("long")}
    if left_out:
        items[:] = [item for item in items if id(item) not in left_out]
        config.hook.pytest_deselected(items=list(left_out.values()))
    config.stash[LEFT_OUT] = len(left_out)


def pytest_collection_finish() -> None:
    """Leave the tests themselves alone when memory is searched for what is no longer used.

    There are twenty thousand of them; to look through them again and again took a tenth of a run.
    """
    # Hypothesis makes sure that somebody holds its random numbers; who is frozen is not seen.
    given(none())(lambda _: None)()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def others(cases: list[pytest.Function]) -> list[pytest.Function]:
    """Return the cases of a sampled test that the short run leaves out.

    Raises:
        pytest.UsageError: where none would be; the mark then does nothing and should go.
    """
    mark = cases[0].get_closest_marker("sampled")
    assert mark is not None
    values = [[*map(id, case.callspec.params.values())] for case in cases]
    try:
        kept = set(spread(values, *mark.args))
    except ValueError as error:
        raise pytest.UsageError(f"{cases[0].nodeid} is `sampled`: {error}") from error
    return [case for place, case in enumerate(cases) if place not in kept]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one how many cases were left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take the number over from a process of pytest-xdist; each of them has the same."""
    if left_out := getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[LEFT_OUT] = left_out


def pytest_terminal_summary(
    terminalreporter: "pytest.TerminalReporter", config: pytest.Config
) -> None:
    """Say how many cases were left out, in one process or in several."""
    if left_out := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"Left out: {left_out} tests, or cases of tests; BPCALC_LONG=1 runs them as well."
        )
