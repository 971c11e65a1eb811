"""What a mistake costs on a whole sheet, and what it costs where its line is left out.

    python -m benchmarks.hidden [--papers N] [--seed S] [--worst N]

A mistake is planted in a random exercise: a rule of the table, a factor or a term that no rule
knows, two units exchanged, or a slip of the pen; in one line, in a layer, or in all lines of a
kind. Everything after it is worked rightly from there. The same sheet is marked three times: whole,
without the first wrong line, and without all lines of that kind. What is written must not lose more
marks than on the whole sheet, and the sheet must not earn more.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from random import Random
from typing import NamedTuple

from benchmarks.marking import possible_mistakes, slipped
from benchmarks.students import Plain, flow
from bpcalc.checking.answer_key import StudentValues
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Marking, Options
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import SHEET_KINDS, SMALL_KINDS
from bpcalc.maths.rounding import Digits, Rounding

SHAPES = ((2, 3, 2), (2, 3, 2), (2, 2, 1), (3, 4, 2), (2, 2, 2), (2, 2), (2, 2, 2, 1))
HIDDEN = ("sigmoid", "sigmoid", "tanh", "relu")
OUTPUTS = (
    ("sigmoid", "half_squared_error"),
    ("sigmoid", "half_squared_error"),
    ("sigmoid", "squared_error"),
    ("sigmoid", "mean_squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("softmax", "half_squared_error"),
    ("tanh", "half_squared_error"),
    ("linear", "half_squared_error"),
)
CAUSES = ("rule", "rule", "rule", "factor", "term", "swapped", "slip")
SCOPES = ("one", "layer", "kind")
BLAMED = frozenset({"mistake", "slip", "unexplained", "trivial", "unreadable"})


class Planted(NamedTuple):
    """A sheet with a mistake.

    Attributes:
        marker: of the exercise.
        name: what was done, and where.
        rule: id of the rule, if it is one of the table.
        cells: what was written.
        guilty: the lines in which it shows, in order of working.
        text: the exercise.
    """

    marker: Marker
    name: str
    rule: str
    cells: dict[Key, Cell]
    guilty: list[Key]
    text: str


def drawn(random: Random) -> str:
    """Return an exercise: numbers of two digits, none 0 or 1, all apart."""
    sizes = random.choice(SHAPES)
    pool = random.sample(range(6, 96), 80)

    def number(signed: bool = True) -> Plain:
        sign = "-" if signed and random.random() < 0.25 else ""
        return Plain(f"{sign}0.{pool.pop():02d}")

    last, loss = random.choice([pair for pair in OUTPUTS if pair[0] != "softmax" or sizes[-1] > 1])
    count = random.choice([1, 1, 1, 2])
    hidden = random.choice(HIDDEN)
    targets = {True: [["0", "1"], ["1", "0"]], False: [["0.01", "0.99"], ["0.8", "0.3"]]}
    one_hot = loss.endswith("cross_entropy")
    layers = range(1, len(sizes))
    file = {
        "samples": [
            {
                "inputs": [number(False) for _ in range(sizes[0])],
                "targets": [*map(Plain, targets[one_hot][n][: sizes[-1]])],
            }
            for n in range(count)
        ],
        "learning_rate": Plain(random.choice(["0.3", "0.4", "0.6", "0.7", "0.9"])),
        "weights": [
            [[number() for _ in range(sizes[k - 1])] for _ in range(sizes[k])] for k in layers
        ],
        "biases": [[number() for _ in range(sizes[k])] for k in layers],
        "activation": [*(hidden for _ in sizes[2:]), last],
        "loss": loss,
    }
    if count > 1:
        file["update"] = "batch"
    return "\n".join(f"{key}: {flow(value)}" for key, value in file.items()) + "\n"


def planted(random: Random) -> Iterator[Planted]:
    """Yield sheets with one mistake each that can be seen."""
    while True:
        text = drawn(random)
        spec = read(text.encode(), "task").exercise
        digits = random.choice([3, 4, 4, 4, 5])
        by_kind = dict.fromkeys(SMALL_KINDS, Digits(digits, significant=True))
        marker = Marker(spec, 1, Options(Rounding(Digits(digits), by_kind)))
        for _ in range(3):
            made = _one(random, marker, text)
            if made is not None:
                yield made


def _one(random: Random, marker: Marker, text: str) -> Planted | None:
    kinds = sorted({key.kind for key in marker.asked if key.kind in SHEET_KINDS})
    kind = random.choice(kinds)
    place = random.choice([key for key in marker.asked if key.kind == kind])
    cause, scope = random.choice(CAUSES), random.choice(SCOPES)
    if cause in ("slip", "swapped"):
        scope = "one"
    places = [
        key
        for key in marker.asked
        if key.kind == kind
        and (scope == "kind" or key == place or (scope == "layer" and key.layer == place.layer))
    ]
    rule, wrong = _wrong(random, marker, cause, place, places)
    slip = place if cause == "slip" else None
    if not wrong and slip is None:
        return None
    with localcontext(WORK):
        made = _filled_in(random, marker, wrong, slip)
    if made is None or not made[1]:
        return None
    name = f"{rule or cause} in {place.kind} {place.layer or ''} ({scope})"
    return Planted(marker, name, rule, made[0], made[1], text)


def _wrong(
    random: Random, marker: Marker, cause: str, place: Key, places: list[Key]
) -> tuple[str, dict[Key, Expr]]:
    """Return the rule, if it is one, and what stands in the lines instead."""
    formulas = marker.scheme.formulas
    if cause == "rule":
        return _of_a_rule(random, marker, place, places)
    if cause in ("factor", "term"):
        by = Number(str(round(random.choice([0.37, 0.71, 1.29, 1.83]) + random.random() / 10, 3)))
        return "", {
            key: by * formulas[key] if cause == "factor" else formulas[key] + by for key in places
        }
    if cause == "swapped" and place.kind in ("net", "out", "delta", "error"):
        units = [key for key in marker.asked if key == place._replace(unit=key.unit) != place]
        other = random.choice(units) if units else place
        return "", {place: Ref(other), other: Ref(place)} if units else {}
    return "", {}


def _of_a_rule(
    random: Random, marker: Marker, place: Key, places: list[Key]
) -> tuple[str, dict[Key, Expr]]:
    options = sorted({one.id for one, _ in possible_mistakes(marker.scheme, place)})
    rule = random.choice(options) if options else ""
    wrong: dict[Key, Expr] = {}
    for key in places:
        for one, formula in possible_mistakes(marker.scheme, key):
            if one.id == rule:
                wrong.setdefault(key, formula)
    return rule, wrong


def _filled_in(
    random: Random, marker: Marker, wrong: Mapping[Key, Expr], slip: Key | None
) -> tuple[dict[Key, Cell], list[Key]] | None:
    """Return what is written, and the lines in which it shows that something is wrong."""
    formulas, shown = marker.scheme.formulas, marker.options.rounding.shown
    carry = random.choice(["rounded", "rounded", "exact"])
    carried: dict[Key, AffineNumber] = {}
    world = StudentValues(formulas, carried, {})
    swapped = {key: f.key for key, f in wrong.items() if isinstance(f, Ref) and f.key in wrong}
    wanted = set(marker.asked)
    cells: dict[Key, Cell] = {}
    guilty: list[Key] = []
    for key in formulas:
        right = box = world.own(key)
        if key in wrong:
            box = world.own(swapped[key]) if key in swapped else world.value(wrong[key])
        if not (box.known and right.known):
            return None
        if key in wanted:
            raw = shown(key.kind, box.centre)
            cell = cells[key] = read_cell(slipped(random, raw) if key == slip else raw)
            guilty += [key] if cell.raw != shown(key.kind, right.centre) else []
            exact = carry == "exact" and key != slip
            carried[key] = AffineNumber(box.centre if exact else cell.value or Decimal(0))
        elif key in wrong:
            carried[key] = AffineNumber(box.centre)
    return cells, guilty


def lost(marking: Marking, cells: Mapping[Key, Cell]) -> Decimal:
    """Return the marks that what is written loses."""
    marks = (mark for mark in marking.marks if mark.key in cells)
    return sum((mark.most - mark.credit for mark in marks), Decimal(0))


def first_of(made: Planted) -> set[Key]:
    """Return the first wrong line."""
    return {made.guilty[0]}


def kind_of(made: Planted) -> set[Key]:
    """Return all lines of the kind of the first wrong one."""
    return {key for key in made.cells if key.kind == made.guilty[0].kind}


MODES: dict[str, Callable[[Planted], set[Key]]] = {
    "first line left out": first_of,
    "kind left out": kind_of,
}


class Found(NamedTuple):
    """A sheet with lines left out, beside the whole one."""

    more: Decimal
    made: Planted
    gone: set[Key]
    whole: Marking
    rest: Marking
    earned: bool


def compared(made: Planted, mode: str) -> Found | None:
    """Return what a sheet loses with lines left out, None if nothing is left to be seen."""
    gone = MODES[mode](made)
    cells = {key: cell for key, cell in made.cells.items() if key not in gone}
    if not cells:
        return None
    whole = made.marker.mark(made.cells, made.cells)
    rest = made.marker.mark(cells, made.cells)
    more = lost(rest, cells) - lost(whole, made.cells)
    return Found(more, made, gone, whole, rest, rest.score > whole.score)


def told(found: Found) -> str:
    """Return a sheet in a few lines."""
    made, names = found.made, found.made.marker.names.own
    lines = [f"{found.more:+f} marks: {made.name}", made.text.strip().replace("\n", "; ")]
    true = {mark.key: mark for mark in found.whole.marks}
    for mark in found.rest.marks:
        before = true[mark.key]
        if {mark.verdict, before.verdict} - {"right"} and not (
            mark.verdict == "follow" == before.verdict
        ):
            rules = [(one.rule, one.sure) for one in mark.mistakes][:3]
            raw = made.cells[mark.key].raw if mark.key in made.cells else ""
            lines.append(
                f"   {names.full(mark.key):14} {raw:10} {before.verdict:12} -> {mark.verdict:12} "
                f"{rules} {mark.notes}"
            )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=0, help="so many sheets are shown")
    call = parser.parse_args()
    papers = [made for made, _ in zip(planted(Random(call.seed)), range(call.papers), strict=False)]
    whole = Counter(int(lost(made.marker.mark(made.cells), made.cells)) for made in papers)
    print(f"whole: {call.papers} papers; marks lost: {dict(sorted(whole.items()))}")
    for mode in MODES:
        found = [one for made in papers if (one := compared(made, mode)) is not None]
        counts = Counter(int(one.more) for one in found)
        more = sum(one.more > 0 for one in found)
        gained = sum(one.earned for one in found)
        print(
            f"{mode}: {len(found)} papers; lose more {more} ({100 * more / len(found):.1f} %), "
            f"earn more {gained}; marks more: {dict(sorted(counts.items()))}"
        )
        kinds = Counter(one.made.name.partition(" ")[0] for one in found if one.more > 0)
        print(f"   {kinds.most_common(20)}")
        worst = sorted(found, key=lambda one: (-one.more, not one.earned))[: call.worst]
        for one in worst:
            if one.more > 0 or one.earned:
                print(told(one))


if __name__ == "__main__":
    main()
