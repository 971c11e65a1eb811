"""Changes one place of the program at a time, and looks whether a test notices.

    python -m benchmarks.mutants [--sample N] [--seed S] [--seconds S] [--bench DIR] [ROOM …]

A mutant is a file of `maths`, `calc`, `checking` or `exercise` in which one comparison, operator,
number, condition or `not` is another one. Of all that there are, a seeded sample is tried, in a
copy of the project: for each, the tests of the rooms that reach its line run, the quick ones
first, until one fails. Printed are the survivors, each with its line, for somebody to judge
whether they matter or mean the same, and the share that was killed. What takes many times longer
than without the change hangs, and counts as killed. The next sample goes on with `--first`, the
number of mutants to pass over.

Which tests reach which lines is found out once, in some minutes (`benchmarks.reach`); a folder
that is named with `--bench` keeps it, with the copy, for the next sample of the same program.
"""

import argparse
import ast
import compileall
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from math import inf, sqrt
from pathlib import Path
from py_compile import PycInvalidationMode
from random import Random
from types import CodeType
from typing import NamedTuple

from benchmarks import reach

ROOT = Path(__file__).resolve().parents[1]

ROOMS = ("maths", "calc", "checking", "exercise")
"""The rooms whose files are changed."""

TESTS = (*(f"tests/{room}" for room in ROOMS), "tests/published")
"""The tests that are to notice, beside the examples in the rooms themselves."""

QUICK, FILES = 3.0, 4
"""Seconds and files of the tests that run first."""

NEXT = 15.0
"""Seconds of those that run then."""

SPARE, SLOWER = 60.0, 10
"""Seconds of the processor for a mutant, beside how many times those of its tests."""

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


class Mutant(NamedTuple):
    """A change of one place.

    Attributes:
        path: of the file, from the root of the project.
        line, end: where the change is.
        was, now: the statement or expression before and after it.
        source: the whole file after it.
        right, wrong: the code of the file before and after it.
        inside: whether it is within a function.
    """

    path: str
    line: int
    end: int
    was: str
    now: str
    source: str
    right: CodeType
    wrong: CodeType
    inside: bool


class Place(NamedTuple):
    """Where a file may be changed: a node, in the order of `ast.walk`, and one of its changes."""

    path: Path
    node: int
    change: int


def places(path: Path) -> Iterator[Place]:
    """Yield every place of a file that may be changed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = _annotations(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in typed:
            for change in range(sum(1 for _ in _changes(node))):
                yield Place(path, number, change)


def mutant_at(place: Place) -> Mutant:
    """Return the mutant of a place."""
    tree = ast.parse(place.path.read_text(encoding="utf-8"))
    name = place.path.relative_to(ROOT).as_posix()
    right = compile(tree, name, "exec")
    node = next(node for at, node in enumerate(ast.walk(tree)) if at == place.node)
    inside = id(node) in _bodies(tree)
    before = ast.unparse(node)
    change = next(each for at, each in enumerate(_changes(node)) if at == place.change)
    line, end = node.lineno, node.end_lineno  # type: ignore[attr-defined]
    if isinstance(node, ast.If):
        end = node.test.end_lineno
    for field, value in change.items():
        setattr(node, field, value)
    wrong = compile(ast.fix_missing_locations(tree), name, "exec")
    shown = (before, ast.unparse(node))
    return Mutant(name, line, end, *shown, ast.unparse(tree), right, wrong, inside)


def _bodies(tree: ast.AST) -> set[int]:
    """Return the nodes within functions: what is outside is done while a file is imported."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found |= {id(each) for part in node.body for each in ast.walk(part)}
    return found


def _annotations(tree: ast.AST) -> set[int]:
    """Return the nodes that only say of what type something is."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            part = getattr(node, field, None)
            if part is not None:
                found |= {id(each) for each in ast.walk(part)}
    return found


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    """Yield what may be another in a node: its fields with other values."""
    match node:
        case ast.Compare(ops=[only]) if type(only) in COMPARED:
            yield {"ops": [COMPARED[type(only)]()]}
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            yield {"op": OPERATORS[type(op)]()}
        case ast.BoolOp(op=op):
            yield {"op": ast.Or() if isinstance(op, ast.And) else ast.And()}
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield {"operand": ast.UnaryOp(ast.Not(), operand)}
        case ast.If(test=test) | ast.IfExp(test=test):
            yield {"test": ast.UnaryOp(ast.Not(), test)}
        case ast.Constant(value=bool() as value):
            yield {"value": not value}
        case ast.Constant(value=int() as value):
            yield {"value": value + 1}


def drawn(rooms: list[str], seed: int) -> list[Place]:
    """Return all places in these rooms, in an order drawn by lot."""
    files = [path for room in rooms for path in sorted((ROOT / "bpcalc" / room).rglob("*.py"))]
    found = [place for path in files for place in places(path)]
    Random(seed).shuffle(found)
    print(f"{len(found):,} mutants in {', '.join(rooms)}", flush=True)
    return found


class Bench:
    """A copy of the project, in which mutants are tried."""

    def __init__(self, folder: Path, limit: float, enough: float) -> None:
        """Copy what the tests need into a folder, and find out what they reach."""
        self._folder = folder
        self._limit, self._enough = limit, enough
        if not (folder / reach.SECONDS).exists():
            self._copy()
            rooms = [f"bpcalc/{room}" for room in ROOMS]
            words = [str(folder), ",".join(rooms), ",".join([*TESTS, *rooms])]
            subprocess.run([sys.executable, "-m", "benchmarks.reach", *words], cwd=ROOT, check=True)
        # What was compiled is looked up by what is in a file: two mutants may be of one second.
        hashed = PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(folder / "bpcalc", quiet=1, force=True, invalidation_mode=hashed)
        self._reach = reach.Reach(folder)

    def serve(self, work: Callable[[reach.Served], None]) -> None:
        """Collect all tests, and do something with them."""
        reach.serve(self._folder, [*TESTS, *(f"bpcalc/{room}" for room in ROOMS)], work)

    def _copy(self) -> None:
        for name in ("bpcalc", "tests", "benchmarks", "configs", "docs", "tools"):
            leave = shutil.ignore_patterns("__pycache__", ".hypothesis")
            shutil.copytree(ROOT / name, self._folder / name, ignore=leave)
        for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "LICENSE"):
            shutil.copy(path, self._folder)

    def survives(self, mutant: Mutant, served: reach.Served) -> bool:
        """Return whether the tests that reach a mutant pass with it."""
        lines = range(mutant.line, mutant.end + 1)
        tests = self._reach.tests(mutant.path, lines)
        some = [each for each in batches(tests, mutant.path.split("/")[1], self._enough) if each]
        codes = (str(self._folder / mutant.path), mutant.right, mutant.wrong)
        if mutant.inside and any(
            served.fails(_names(each), codes, _cpu(each), self._limit) for each in some
        ):
            return False
        if mutant.inside and not self._reach.at_import(mutant.path, lines):
            return True
        # What is worked out while files are imported is as it was, until they are imported anew.
        path = self._folder / mutant.path
        right = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            return not any(
                reach.fails_anew(_names(each), self._folder, _cpu(each), self._limit)
                for each in (some[:ANEW] if mutant.inside else some)
            )
        finally:
            path.write_text(right, encoding="utf-8")


ANEW = 2
"""Batches that run anew for a change within a function."""


def _names(tests: list[reach.Test]) -> list[str]:
    return [test.name for test in tests]


def _cpu(tests: list[reach.Test]) -> float:
    return SPARE + SLOWER * sum(test.seconds for test in tests)


def batches(tests: list[reach.Test], room: str, enough: float = inf) -> Iterator[list[reach.Test]]:
    """Yield the tests of a few quick files, then quick ones of the room, then the others.

    Args:
        tests: the quickest first.
        room: of the mutant.
        enough: the seconds after which the others are left out.
    """
    files = Counter[str]()
    for test in tests:
        files[_file(test)] += test.seconds
    first = _within(sorted(files.items(), key=lambda each: each[1]), QUICK, FILES)
    yield [test for test in tests if _file(test) in first]
    rest = [test for test in tests if _file(test) not in first]
    near = [test for test in rest if f"/{room}/" in test.name]
    second = _within([(test.name, test.seconds) for test in near], NEXT)
    yield [test for test in near if test.name in second]
    rest = [test for test in rest if test.name not in second]
    third = _within([(test.name, test.seconds) for test in rest], enough)
    yield [test for test in rest if test.name in third]


def _file(test: reach.Test) -> str:
    return test.name.split("::")[0]


def _within(costs: list[tuple[str, float]], seconds: float, most: float = inf) -> set[str]:
    """Return the first of some names, as many as there is time for."""
    found: set[str] = set()
    for name, cost in costs:
        seconds -= cost
        if seconds < 0 or len(found) >= most:
            break
        found.add(name)
    return found


def main() -> int:
    """Try a sample, and say what came of it."""
    parser = argparse.ArgumentParser(description="Look whether the tests notice a change.")
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], default=[])
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=inf, help="stop after that")
    parser.add_argument("--limit", type=float, default=600, help="seconds for tests of a mutant")
    parser.add_argument("--bench", type=Path, help="where the copy is, and what tests reach")
    parser.add_argument("--enough", type=float, default=inf, help="leave out slower tests after it")
    parser.add_argument(
        "--only",
        help="numbers of the mutants, such as 3,14",
        type=lambda text: {*map(int, text.split(","))},
        default=None,
    )
    parser.add_argument("--all", action="store_true", help="print those that were killed as well")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the copy is to stay right
    begin = time.monotonic()
    tried = survived = 0

    def work(served: reach.Served) -> None:
        nonlocal tried, survived
        for place in drawn(asked.rooms or [*ROOMS], asked.seed)[asked.first :]:
            if tried == asked.sample or time.monotonic() - begin > asked.seconds:
                break
            tried += 1
            if asked.only and tried not in asked.only:
                continue
            mutant = mutant_at(place)
            survives = bench.survives(mutant, served)
            survived += survives
            if survives or asked.all:
                word = "survived" if survives else "killed"
                says = f"{mutant.path}:{mutant.line}: {mutant.was}  ->  {mutant.now}"
                print(f"{asked.first + tried} {word} {says}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        bench = Bench((asked.bench or Path(folder)).resolve(), asked.limit, asked.enough)
        bench.serve(work)
    share = (tried - survived) / max(tried, 1)
    off = 1.96 * sqrt(share * (1 - share) / max(tried, 1))
    print(f"{tried} tried, {survived} survived: {share:.1%} ± {off:.1%} killed, seed {asked.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
