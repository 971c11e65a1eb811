"""Changes one place of the program at a time, and looks whether a test notices.

    python -m benchmarks.mutants [--sample N] [--seed S] [--seconds S] [ROOM …]

A mutant is a file of `maths`, `calc`, `checking` or `exercise` in which one comparison, operator,
number, condition or `not` is another one. Of all that there are, a seeded sample is tried, in a
copy of the project: for each, the tests of its room run until the first one fails. Printed are
the survivors, each with its line, for somebody to judge whether they matter or mean the same, and
the share that was killed. What outlasts `--limit` hangs, and counts as killed. The next sample
goes on with `--first`, the number of mutants to pass over.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from math import inf, sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

ROOMS: dict[str, tuple[str, ...]] = {
    "maths": ("tests/maths", "tests/published", "tests/calc"),
    "calc": ("tests/published", "tests/calc"),
    "checking": ("tests/checking",),
    "exercise": ("tests/exercise",),
}
"""The rooms whose files are changed, and the tests that are to notice, beside their own."""

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
        line: where the change is.
        was, now: the statement or expression before and after it.
        source: the whole file after it.
    """

    path: str
    line: int
    was: str
    now: str
    source: str


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
    node = next(node for at, node in enumerate(ast.walk(tree)) if at == place.node)
    before = ast.unparse(node)
    change = next(each for at, each in enumerate(_changes(node)) if at == place.change)
    for field, value in change.items():
        setattr(node, field, value)
    source = ast.unparse(ast.fix_missing_locations(tree))
    name = place.path.relative_to(ROOT).as_posix()
    return Mutant(name, node.lineno, before, ast.unparse(node), source)  # type: ignore[attr-defined]


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

    def __init__(self, folder: Path, limit: float) -> None:
        """Copy what the tests need into a folder."""
        self._folder = folder
        self._limit = limit
        for name in ("bpcalc", "tests", "benchmarks", "configs", "docs", "tools"):
            leave = shutil.ignore_patterns("__pycache__", ".hypothesis")
            shutil.copytree(ROOT / name, folder / name, ignore=leave)
        for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "LICENSE"):
            shutil.copy(path, folder)

    def survives(self, mutant: Mutant) -> bool:
        """Return whether the tests of its room pass with a mutant."""
        path = self._folder / mutant.path
        right = path.read_text(encoding="utf-8")
        path.write_text(mutant.source, encoding="utf-8")
        try:
            return self.passes(mutant.path.split("/")[1], mutant.path)
        finally:
            path.write_text(right, encoding="utf-8")

    def passes(self, room: str, *own: str) -> bool:
        """Return whether the tests of a room pass, and the examples of files of its own."""
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        options += ["-o", "addopts=--doctest-modules"]
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *options, *own, *ROOMS[room]],
                cwd=self._folder,
                env={**os.environ, "PYTHONPATH": str(self._folder), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=self._limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main() -> int:
    """Try a sample, and say what came of it."""
    parser = argparse.ArgumentParser(description="Look whether the tests notice a change.")
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], default=[])
    parser.add_argument("--sample", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=inf, help="stop after that")
    parser.add_argument("--limit", type=float, default=600, help="seconds for one mutant")
    asked = parser.parse_args()
    begin = time.monotonic()
    tried = survived = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.limit)
        for place in drawn(asked.rooms or [*ROOMS], asked.seed)[asked.first :]:
            if tried == asked.sample or time.monotonic() - begin > asked.seconds:
                break
            tried += 1
            mutant = mutant_at(place)
            if bench.survives(mutant):
                survived += 1
                print(f"{mutant.path}:{mutant.line}: {mutant.was}  ->  {mutant.now}", flush=True)
    share = (tried - survived) / max(tried, 1)
    off = 1.96 * sqrt(share * (1 - share) / max(tried, 1))
    print(f"{tried} tried, {survived} survived: {share:.1%} ± {off:.1%} killed, seed {asked.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
