"""Changes one place of the program at a time, and looks whether a test notices.

    python -m benchmarks.mutants [--sample N] [--seed S] [--seconds S] [--bench DIR] [ROOM …]

A mutant is a file of `maths`, `calc`, `checking` or `exercise` in which one comparison, operator,
number, condition or `not` is another one (`benchmarks.changes`). Of all that there are, a seeded
sample is tried, in a copy of the project: for each, the tests that reach its line run, the quick
ones first, until one fails. Printed are the survivors, each with its line before and after, for
somebody to judge whether they matter, and the share that was killed. What takes many times longer
than without the change hangs, and counts as killed. The next sample goes on with `--first`, the
number of mutants to pass over.

A survivor that means the same as the program, or nothing that anybody could notice, is written
down in `benchmarks/mutants.toml` with the reason. It is counted apart, not as killed.

Which tests reach which lines is found out once, in some minutes (`benchmarks.reach`); a folder
that is named with `--bench` keeps it, with the copy, for the next sample of the same program.
Tests that were written since are added to it with `--add FILE …`.
"""

import argparse
import compileall
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from math import inf, sqrt
from pathlib import Path
from py_compile import PycInvalidationMode
from random import Random

from benchmarks import reach
from benchmarks.changes import Mutant, Place, mutant_at, places

ROOT = Path(__file__).resolve().parents[1]

ROOMS = ("maths", "calc", "checking", "exercise")
"""The rooms whose files are changed."""

IN_REPORT = ("golden", "markdown", "csv", "json_values", "terminal", "marking", "rule_tables")
"""The tests of reports that need no other program, and are quick."""

IN_TRAINING = ("net_norms", "normalising", "dropout")
"""The tests of training that are about what is worked out, and are quick."""

TESTS = (
    *(f"tests/{room}" for room in ROOMS),
    *("tests/published", "tests/grading", "tests/notation"),
    *(f"tests/report/test_{name}.py" for name in IN_REPORT),
    *(f"tests/training/test_{name}.py" for name in IN_TRAINING),
    *(f"bpcalc/{room}" for room in ROOMS),
)
"""The tests that are to notice, and the examples in the rooms themselves."""

JUDGED = ROOT / "benchmarks" / "mutants.toml"
"""The survivors that mean the same."""

BATCHES = (2.0, 8.0, 30.0, inf)
"""The tests that run together, one batch after the other, by the seconds until their end."""

FILES = 4
"""Files of tests that run where the program is imported anew."""

SHOWN = 100
"""Letters of a line that are printed on either side of a change."""

SPARE, SLOWER = 8.0, 5
"""Seconds of the processor for a mutant, beside how many times those of its tests."""


def drawn(root: Path, rooms: list[str], seed: int) -> list[Place]:
    """Return all places in these rooms, in an order drawn by lot."""
    files = [path for room in rooms for path in sorted((root / "bpcalc" / room).rglob("*.py"))]
    found = [place for path in files for place in places(path)]
    Random(seed).shuffle(found)
    print(f"{len(found):,} mutants in {', '.join(rooms)}", flush=True)
    return found


def judged(path: Path = JUDGED) -> dict[tuple[str, ...], str]:
    """Return why survivors mean the same, by file, function, line before and line after."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["same"]
    return {
        (entry["file"], entry["function"], entry["was"], entry["now"]): entry["why"]
        for entry in entries
    }


class Bench:
    """A copy of the project, in which mutants are tried."""

    def __init__(self, folder: Path, asked: "Asked") -> None:
        """Copy what the tests need into a folder, and find out what they reach."""
        self.folder, add = folder, asked.add
        self._limit, self._enough, self._quick = asked.limit, asked.enough, asked.quick
        if not (folder / reach.SECONDS).exists():
            self._copy()
            self._record(list(TESTS))
        for name in add:
            shutil.copy(ROOT / name, folder / name)
        if add:
            self._record(add)
        # What was compiled is looked up by what is in a file: two mutants may be of one second.
        hashed = PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(folder / "bpcalc", quiet=1, force=True, invalidation_mode=hashed)
        self._reach = reach.Reach(folder, asked.tests)

    def serve(self, work: Callable[[reach.Served], None]) -> None:
        """Collect all tests, and do something with them."""
        reach.serve(self.folder, self._reach.files(), self._reach.modules(), work)

    def _record(self, tests: list[str]) -> None:
        rooms = ",".join(f"bpcalc/{room}" for room in ROOMS)
        words = [sys.executable, "-m", "benchmarks.reach", str(self.folder), rooms]
        subprocess.run([*words, ",".join(tests)], cwd=ROOT, check=True)

    def _copy(self) -> None:
        for name in ("bpcalc", "tests", "benchmarks", "configs", "docs", "tools"):
            leave = shutil.ignore_patterns("__pycache__", ".hypothesis")
            shutil.copytree(ROOT / name, self.folder / name, ignore=leave)
        for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "LICENSE"):
            shutil.copy(path, self.folder)

    def survives(self, mutant: Mutant, served: reach.Served) -> bool:
        """Return whether the tests that reach a mutant pass with it."""
        lines = range(mutant.line, mutant.end + 1)
        tests = self._reach.tests(mutant.path, lines)
        some = batches(tests, self._enough)
        codes = (str(self.folder / mutant.path), mutant.right, mutant.wrong)
        inside = mutant.inside and served.knows(codes)
        if inside and any(
            served.fails(_names(each), codes, _cpu(each), self._limit) for each in some
        ):
            return False
        if inside and (self._quick or not self._reach.at_import(mutant.path, lines)):
            return True
        # What is worked out while files are imported is as it was, until they are imported anew.
        path = self.folder / mutant.path
        right = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            some = batches(few_files(tests), BATCHES[1] if inside else self._enough)
            return not any(
                reach.fails_anew(_names(each), self.folder, _cpu(each), self._limit)
                for each in some
            )
        finally:
            path.write_text(right, encoding="utf-8")


def _names(tests: list[reach.Test]) -> list[str]:
    return [test.name for test in tests]


def _cpu(tests: list[reach.Test]) -> float:
    return SPARE + SLOWER * sum(test.seconds for test in tests)


def batches(tests: list[reach.Test], enough: float = inf) -> list[list[reach.Test]]:
    """Return the tests in batches, without those that begin when it is enough."""
    found: list[list[reach.Test]] = [[] for _ in BATCHES]
    seconds = 0.0
    for test in tests:
        if seconds >= enough:
            break
        found[next(at for at, end in enumerate(BATCHES) if seconds < end)].append(test)
        seconds += test.seconds
    return [each for each in found if each]


def few_files(tests: list[reach.Test]) -> list[reach.Test]:
    """Return the tests of the first few files."""
    files = [*dict.fromkeys(test.name.split("::")[0] for test in tests)][:FILES]
    return [test for test in tests if test.name.split("::")[0] in files]


class Asked(argparse.Namespace):
    """What is asked for on the command line."""

    rooms: list[str]
    sample: int
    seed: int
    first: int
    seconds: float
    limit: float
    enough: float
    bench: Path | None
    add: list[str]
    tests: list[str]
    quick: bool
    only: set[int] | None
    lines: str
    all: bool


def asked() -> Asked:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Look whether the tests notice a change.")
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], default=[])
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="pass over so many")
    parser.add_argument("--seconds", type=float, default=inf, help="stop after that")
    parser.add_argument("--limit", type=float, default=600, help="seconds for tests of a mutant")
    parser.add_argument("--bench", type=Path, help="where the copy is, and what tests reach")
    parser.add_argument("--enough", type=float, default=inf, help="leave out slower tests after it")
    parser.add_argument("--add", nargs="*", default=[], help="files of tests that are new")
    parser.add_argument("--quick", action="store_true", help="import nothing anew for a function")
    parser.add_argument("--tests", nargs="*", default=[], help="run none but those in these files")
    parser.add_argument(
        "--only",
        help="numbers of the mutants, such as 3,14",
        type=lambda text: {*map(int, text.split(","))},
    )
    parser.add_argument("--lines", default="", help="all mutants there, such as FILE:10-20")
    parser.add_argument("--all", action="store_true", help="print those that were killed as well")
    return parser.parse_args(namespace=Asked())


def sampled(root: Path, asked: Asked) -> Iterator[tuple[int, Mutant]]:
    """Yield the mutants that are asked for, with their numbers in the sample."""
    if asked.lines:
        name, _, lines = asked.lines.partition(":")
        first, _, last = lines.partition("-")
        wanted = range(int(first), int(last or first) + 1)
        chosen = [place for place in places(root / name) if place.line in wanted]
    else:
        chosen = drawn(root, asked.rooms or [*ROOMS], asked.seed)[: asked.first + asked.sample]
    for number, place in enumerate(chosen, start=1):
        if number > asked.first and (asked.only is None or number in asked.only):
            yield number, mutant_at(root, place)


def around_change(was: str, now: str) -> tuple[str, str]:
    """Return two lines without what is far from where they differ."""
    first = next(at for at, pair in enumerate(zip(was, now, strict=False)) if len({*pair}) > 1)
    start = max(0, first - SHOWN)
    dots = "…" if start else ""
    return dots + was[start : first + SHOWN], dots + now[start : first + SHOWN]


def main() -> int:
    """Try a sample, and say what came of it."""
    words = asked()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the copy is to stay right
    begin = time.monotonic()
    same, found = judged(), Counter[str]()

    def work(served: reach.Served) -> None:
        for number, mutant in sampled(bench.folder, words):
            if time.monotonic() - begin > words.seconds:
                break
            word = "survived" if bench.survives(mutant, served) else "killed"
            if word == "survived" and mutant[0:1] + mutant[3:6] in same:
                word = "same"
            found[word] += 1
            if word == "survived" or words.all:
                was, now = around_change(mutant.was, mutant.now)
                place = f"{mutant.path}:{mutant.line} {mutant.function}"
                print(f"{number} {word} {place}\n  - {was}\n  + {now}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        bench = Bench((words.bench or Path(folder)).resolve(), words)
        bench.serve(work)
    tried = found.total()
    share = found["killed"] / max(tried - found["same"], 1)
    off = 1.96 * sqrt(share * (1 - share) / max(tried - found["same"], 1))
    print(f"{tried} tried, seed {words.seed}: {found['killed']} killed, {found['same']} the same, ")
    print(f"{found['survived']} survived: of those that differ {share:.1%} ± {off:.1%} are killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
