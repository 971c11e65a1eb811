"""The marks `sampled` and `long`: what the short run leaves out, and when all is run."""

import os
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.helpers.patience import PATIENCE
from tests.helpers.ranges import spread

ROOT = Path(__file__).parents[1]


def test_the_first_and_the_last_are_kept_and_others_evenly_apart() -> None:
    """Of any number of cases, exactly so many, in their order."""
    for total in range(2, 40):
        for count in range(1, total):
            places = spread([(place,) for place in range(total)], count)
            assert places == sorted(set(places))
            assert len(places) == count
            assert places[0] == 0
            assert places[-1] == (total - 1 if count > 1 else 0)
            gaps = [after - before for before, after in pairwise(places)]
            assert all(gap <= 2 * -(-total // count) for gap in gaps)


@pytest.mark.parametrize("inner", [2, 3, 4, 12])
def test_of_a_product_no_value_is_lost(inner: int) -> None:
    """Every name goes with every format: each of both is kept, though a stride would miss some."""
    cases = list(product("abcdefghijklmno", range(inner)))

    kept = [cases[place] for place in spread(cases, 30 if inner > 2 else 20)]

    assert {name for name, _ in kept} == {name for name, _ in cases}
    assert {number for _, number in kept} == set(range(inner))


@pytest.mark.parametrize("count", [0, 3, 4])
def test_a_sample_of_all_cases_or_of_none_is_an_error(count: int) -> None:
    """The mark would do nothing, or the test."""
    with pytest.raises(ValueError, match=f"^{count} of 3 cases cannot be a sample of them$"):
        spread([("a",), ("b",), ("c",)], count)


MARKED = """
import pytest

@pytest.mark.sampled({count})
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", range(5))
def test_it(number, language): pass

def test_other(): pass

@pytest.mark.long
def test_long(): pass

@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.long)])
def test_longer(number): pass
"""


def called(folder: Path, *arguments: str, count: int = 3, long: str = "") -> str:
    """Return what pytest says, with the options of this project, of a module of one test."""
    module = folder / "test_marked.py"
    module.write_text(MARKED.format(count=count), encoding="utf-8")
    options = ("-c", str(ROOT / "pyproject.toml"), "-o", "addopts=--strict-markers")
    plugins = ("-p", "tests.conftest", "-p", "no:cacheprovider")
    words = [str(module), *arguments] if "::" not in "".join(arguments) else [*arguments]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *options, *plugins, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "BPCALC_LONG": long},
        check=False,
        timeout=PATIENCE,
    )
    return done.stdout + done.stderr


def test_the_short_run_says_how_many_it_leaves_out(tmp_path: Path) -> None:
    """In one process, and in two, each of which leaves out the same."""
    told = "Left out: 9 tests, or cases of tests; BPCALC_LONG=1 runs them as well."

    alone, together = called(tmp_path), called(tmp_path, "-n", "2")

    for said in (alone, together):
        assert "5 passed" in said, said
        assert said.count(told) == 1, said
        for kept in ("test_it[0-en]", "test_it[4-zh]", "test_other", "test_longer[1]"):
            assert kept in said
    assert "9 deselected" in alone


def test_all_run_in_the_long_run_and_where_they_are_named(tmp_path: Path) -> None:
    """Whoever names a test gets every case of it."""
    named = f"{tmp_path / 'test_marked.py'}::test_it"

    for said, count in (
        (called(tmp_path, long="1"), 14),
        (called(tmp_path, named), 10),
        (called(tmp_path, named.replace("test_it", "test_long")), 1),
        (called(tmp_path, "-k", "test_it or test_long"), 13),
    ):
        assert f"{count} passed" in said, said
        assert "Left out" not in said


def test_a_mark_that_leaves_nothing_out_is_an_error(tmp_path: Path) -> None:
    """It would look as if it did something."""
    said = called(tmp_path, count=10)

    assert "test_it[0-en] is `sampled`: 10 of 10 cases cannot be a sample of them" in said, said
