"""How sheets are marked that students fill in by themselves: right, wrong, and with lines left out.

    python -m benchmarks.sheets [--papers N] [--seed S] [--only full,short,pairs,honest,each,left]

The students and their habits of error are independent of the marker and of its table of mistakes
(`benchmarks.students`, `benchmarks.habits`). A cell is guilty if a mistake was made in its line
and can be seen in its digits; every other cell is innocent. Blamed is a cell that is called wrong
by itself. A name is false if it is none of those that say what was done.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from benchmarks.apart import APART
from benchmarks.habits import HABITS
from benchmarks.students import Mistake, Student, Task, by_hand, keys_of, task
from benchmarks.unseen import UNSEEN
from bpcalc.checking import diagnosis
from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.verdicts import Marking, Options
from bpcalc.exercise.reader import read
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

BLAMED = frozenset({"mistake", "slip", "unexplained", "trivial", "unreadable"})
SHORT = frozenset({"out", "new_weight", "new_bias"})
HALF_OF_THEM = 0.6
PAPERS_AN_EXERCISE = 8
"""Honest papers of one exercise, each of a habit of its own: exercises take most of the time."""
SMALL = ("delta", "weight_gradient", "bias_gradient", "weight_change", "bias_change")


def marker_of(exercise: Task, asked: int | None) -> Marker:
    """Return a marker that asks for so many decimals, or digits of what is small."""
    spec = read(exercise.text().encode(), "task").exercise
    if asked is None:
        return Marker(spec, 1, Options(Rounding()))
    by_kind = {kind: Digits(asked, significant=True) for kind in SMALL}
    return Marker(spec, 1, Options(Rounding(Digits(asked), by_kind)))  # type: ignore[arg-type]


ALIKE = (
    {"no_fprime", "err_for_delta"},
    {"rate_inside", "eta_twice"},
    {"no_out", "delta_for_gradient"},
    {"err_sign", "plus_update"},
    {"wrong_pair", "other_connection", "deltas_swapped"},
    {"bias_as_weight", "multiplied"},
    {"mean_or_sum", "eta_halved", "averaged"},
    {"error_for_miss", "error_in_gradient"},
    {"fprime_twice", "slope_again"},
    {"squared", "output_again"},
    {"weight_besides", "with_weight", "multiplied"},
    {"weight_for_bias", "bias_times_out"},
    {"other_net", "other_output"},
    {"half_squared", "mean_or_sum", "half_again", "no_half"},
    {"eta_halved", "averaged_with_old", "mean_or_sum", "batch"},
    {"weights_of_neighbour", "other_net"},
    {"other_sample", "other_net"},
    {"no_activation", "net_for_out", "net_in_error", "fprime_of_net"},
    {"eta_twice", "rate_inside", "rate_in_delta"},
    {"eta_doubled", "eta_halved", "factor2"},
)
"""Findings that say the same of a line left out, and of the line after it: the same number."""


@dataclass
class Paper:
    """One sheet, and what is wrong with it."""

    task: Task
    student: Student
    mistakes: list[Mistake]
    cells: dict[Key, Cell]
    guilty: list[Key]
    digits: int
    partial: bool = False

    def true(self, rule: str) -> bool:
        """Return whether a finding says what was done."""
        same = {rule} | (set().union(*(a for a in ALIKE if rule in a)) if self.partial else set())
        return any(same & mistake.true for mistake in self.mistakes)


def scope(random: Random, exercise: Task, mistake: Mistake) -> Callable[[Key], bool]:
    """Return where a student makes a mistake: everywhere, in one layer, one unit or one place."""
    keys = [key for key in keys_of(exercise) if key.kind in mistake.kinds]
    if not keys:
        return lambda key: False
    one = random.choice(keys)
    kind = random.choice(["all", "all", "all", "layer", "one", "one"])
    if kind == "layer":
        return lambda key: key.layer == one.layer
    if kind == "one":
        return lambda key: key == one
    return lambda key: True


def wrong_papers(
    random: Random,
    count: int,
    digits: int = 4,
    pairs: bool = False,
    habits: Sequence[Mistake] = HABITS,
) -> Iterator[Paper]:
    """Yield papers with one mistake each, or two; every habit comes as often."""
    made = turn = 0
    while made < count:
        chosen = [habits[turn % len(habits)]]
        turn += 1
        if pairs:
            other = random.choice(habits)
            if set(other.kinds) & set(chosen[0].kinds):
                continue
            chosen.append(other)
        exercise = task(random)
        planned = {}
        for mistake in chosen:
            applies = scope(random, exercise, mistake)
            planned |= dict.fromkeys(mistake.kinds, (mistake, applies))
        write = by_hand(digits, random.choice(["rounded", "exact"]))
        student = Student(exercise, write, planned)
        if not student.guilty or (pairs and len({key.kind for key in student.guilty}) < 2):
            continue
        cells = {key: read_cell(text) for key, text in student.texts.items()}
        yield Paper(exercise, student, chosen, cells, student.guilty, digits)
        made += 1


@dataclass
class Measured:
    """What became of wrong papers."""

    papers: int = 0
    first: int = 0
    guilty: int = 0
    explained: int = 0
    blamed: int = 0
    innocent: int = 0
    named: int = 0
    false_name: int = 0
    false_slip: int = 0
    both: int = 0
    loss: Decimal = Decimal(0)
    troubles: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def trouble(self, kind: str, paper: Paper, more: str = "") -> None:
        """Count a trouble."""
        name = "+".join(mistake.name for mistake in paper.mistakes)
        self.troubles.setdefault(kind, Counter())[f"{name}{more}"] += 1


def shown_rules(marking: Marking) -> Iterator[tuple[Key, list[str]]]:
    """Yield what the student is told: cell and rules, "probably this, or that"."""
    for mark in marking.marks:
        if mark.verdict == "mistake":
            rules = [found.rule for found in mark.mistakes if found.sure != "possibly"]
            if rules:
                yield mark.key, rules


def judge(
    into: Measured, paper: Paper, hidden: frozenset[Key] = frozenset(), short: bool = False
) -> Marking:
    """Mark a paper, and count what became of it."""
    marker = marker_of(paper.task, paper.digits)
    cells = {
        key: cell
        for key, cell in paper.cells.items()
        if key not in hidden and (not short or key.kind in SHORT)
    }
    paper.partial = len(cells) < len(paper.cells)
    start = time.perf_counter()
    marking = marker.mark(cells, cells)
    into.seconds += time.perf_counter() - start
    into.papers += 1
    into.loss += (marking.most - marking.score) / max(marking.most, Decimal(1))
    guilty = responsible(paper, cells, marker)
    _count_cells(into, paper, marking, guilty)
    _count_names(into, paper, marking)
    return marking


def _count_cells(into: Measured, paper: Paper, marking: Marking, guilty: list[Key]) -> None:
    """Count what is blamed: the first one, the guilty ones, innocent ones."""
    first = marking.first_error.key if marking.first_error else None
    if first == (guilty[0] if guilty else None):
        into.first += 1
    else:
        into.trouble("first", paper)
    blamed = {mark.key for mark in marking.marks if mark.verdict in BLAMED}
    unexplained = {mark.key for mark in marking.marks if mark.verdict == "unexplained"}
    into.guilty += len(guilty)
    into.explained += len(set(guilty) - unexplained)
    into.blamed += len(blamed)
    into.innocent += len(blamed - set(guilty))
    for _ in unexplained & set(guilty):
        into.trouble("unexplained", paper)
    if blamed - set(guilty):
        into.trouble("innocent", paper)


def _count_names(into: Measured, paper: Paper, marking: Marking) -> None:
    """Count what is named: truly, falsely, as a slip."""
    told = list(shown_rules(marking))
    false = [rules[0] for _, rules in told if not any(map(paper.true, rules))]
    true = [rules[0] for _, rules in told if any(map(paper.true, rules))]
    true += filter(paper.true, marking.conventions)
    into.named += bool(true)
    if false:
        into.false_name += 1
        into.trouble("false name", paper, f" -> {Counter(false).most_common(1)[0][0]}")
    elif not true:
        into.trouble("not named", paper)
    slips = [mark for mark in marking.marks if mark.verdict == "slip"]
    slips = [mark for mark in slips if not any(map(paper.true, mark.notes))]
    if slips:
        into.false_slip += 1
        into.trouble("false slip", paper, f" -> {slips[0].notes}")
    into.both += all(_is_found(marking, paper, one) for one in paper.mistakes)


def _is_found(marking: Marking, paper: Paper, mistake: Mistake) -> bool:
    """Return whether one of several mistakes is found: a cell of it is blamed."""
    roots = {mark.key for mark in marking.marks if mark.verdict in BLAMED}
    return any(key in roots for key in paper.guilty if key.kind in mistake.kinds)


def responsible(paper: Paper, cells: dict[Key, Cell], marker: Marker) -> list[Key]:
    """Return the guilty cells, in order; for one that is not written, the first that shows it."""
    guilty = [key for key in paper.guilty if key in cells]
    for gone in (key for key in paper.guilty if key not in cells):
        reached = {gone}
        for key in marker.scheme.formulas:
            if not reached.isdisjoint(marker.scheme.parents[key]):
                if key in cells:
                    guilty += [] if key in guilty else [key]
                    break
                reached.add(key)
    order = {key: n for n, key in enumerate(marker.scheme.formulas)}
    return sorted(guilty, key=order.__getitem__)


def report(title: str, made: Measured, verbose: bool = True) -> None:
    """Print what was measured."""
    n = max(made.papers, 1)
    print(
        f"{title}: {made.papers} papers; first {100 * made.first / n:.1f} %, innocent among blamed "
        f"{100 * made.innocent / max(made.blamed, 1):.2f} %, named {100 * made.named / n:.1f} %, "
        f"false name {100 * made.false_name / n:.1f} %, "
        f"false slip {100 * made.false_slip / n:.1f} %, "
        f"unexplained {100 - 100 * made.explained / max(made.guilty, 1):.1f} %, "
        f"loss {100 * made.loss / n:.1f} %, both {100 * made.both / n:.1f} %, "
        f"{1000 * made.seconds / n:.1f} ms a paper"
    )
    if verbose:
        for kind, troubles in made.troubles.items():
            print(f"   {kind}: {troubles.most_common(14)}")


def full(
    random: Random, papers: int, digits: int = 4, habits: Sequence[Mistake] = HABITS
) -> Measured:
    """Mark full sheets with one mistake each."""
    made = Measured()
    for paper in wrong_papers(random, papers, digits, habits=habits):
        judge(made, paper)
    return made


def with_blanks(random: Random, papers: int, habits: Sequence[Mistake] = HABITS) -> Measured:
    """Mark them with the first wrong line left out, or all wrong ones of its kind and layer."""
    made = Measured()
    for paper in wrong_papers(random, papers, habits=habits):
        first = paper.guilty[0]
        alike = {key for key in paper.guilty if key[:2] == first[:2]}
        judge(made, paper, frozenset(alike if random.random() < 0.5 else {first}))
    return made


def short(random: Random, papers: int, habits: Sequence[Mistake] = HABITS) -> Measured:
    """Mark outputs and new weights only, as a quiz asks for them."""
    made = Measured()
    for paper in wrong_papers(random, papers, habits=habits):
        judge(made, paper, short=True)
    return made


def unknown(random: Random, papers: int) -> Measured:
    """Mark full sheets by a table in which what was done is missing."""
    made = Measured()
    known = dict(diagnosis.BY_KIND)
    for paper in wrong_papers(random, papers):
        gone = set().union(*(mistake.true for mistake in paper.mistakes))
        for kind, rules in known.items():
            diagnosis.BY_KIND[kind] = tuple(rule for rule in rules if rule.id not in gone)
        judge(made, paper)
    diagnosis.BY_KIND.update(known)
    return made


def pairs(random: Random, papers: int, habits: Sequence[Mistake] = HABITS) -> Measured:
    """Mark full sheets with two mistakes each."""
    made = Measured()
    for paper in wrong_papers(random, papers, pairs=True, habits=habits):
        judge(made, paper)
    return made


# honest papers ----------------------------------------------------------------------------------


class Floats:
    """Numbers of a program: of `numpy.float64` or `numpy.float32`."""

    def __init__(self, single: bool) -> None:
        import numpy as np

        self.kind = np.float32 if single else np.float64
        self._np = np

    def number(self, text: str) -> Any:
        """Number."""
        return self.kind(text)

    def exp(self, x: Any) -> Any:
        """Exp."""
        return self._np.exp(x)

    def tanh(self, x: Any) -> Any:
        """Tanh."""
        return self._np.tanh(x)


HAND = [
    (carry, count, ties, small)
    for carry in ("rounded", "exact")
    for count in (2, 3, 4, 5, 6)
    for ties in ("half_up", "half_even")
    for small in (True, False)
]


def _fixed(places: int, x: Any) -> str:
    return f"{x:.{places}f}"


PRINTS: dict[str, Callable[[Any], str]] = {
    "repr": lambda x: repr(x.item()) if x.dtype == "float64" else str(x),
    "item": lambda x: repr(x.item()),
    **{f"%.{n}f": partial(_fixed, n) for n in range(4, 11)},
    "%g": lambda x: f"{x:g}",
}


def honest_paper(random: Random, exercise: Task, habit: str) -> Student:
    """Return a right sheet of one habit: of a hand, or of a program."""
    if habit == "hand":
        carry, count, ties, small = random.choice(HAND)
        return Student(exercise, by_hand(count, carry, ties, small))
    precision, style = habit.split(" ")
    numbers = Floats(precision == "single")
    show = PRINTS[style]
    return Student(exercise, lambda key, value: (show(numbers.kind(value)), value), numbers=numbers)


HABITS_OF_PROGRAMS = [f"{p} {style}" for p in ("double", "single") for style in PRINTS]


def honest(
    random: Random, papers: int, habits: list[str] | None = None
) -> tuple[Counter[str], Counter[str], int]:
    """Mark right papers; return the right numbers called wrong by habit, all verdicts, cells."""
    wrong: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    cells_seen = 0
    markers: dict[int | None, Marker] = {}
    for turn in range(papers):
        if turn % PAPERS_AN_EXERCISE == 0:
            exercise, markers = task(random), {}
        habit = random.choice(habits or HABITS_OF_PROGRAMS)
        if habits is None and turn % 2:
            habit = "hand"
        student = honest_paper(random, exercise, habit)
        cells = {key: read_cell(text) for key, text in student.texts.items()}
        asked = random.choice([None, None, 4]) if habit != "hand" else None
        if asked not in markers:
            markers[asked] = marker_of(exercise, asked)
        marking = markers[asked].mark(cells, cells)
        found = Counter(mark.verdict for mark in marking.marks)
        verdicts.update(found)
        cells_seen += len(cells)
        false = sum(found[v] for v in (*BLAMED, "follow", "convention"))
        if false:
            wrong[habit] += false
    return wrong, verdicts, cells_seen


LEFT = (
    SHORT,
    SHORT | {"delta"},
    frozenset({"net", "delta"}),
    frozenset({"out", "weight_gradient", "bias_gradient"}),
    frozenset({"delta", "new_weight", "new_bias"}),
    None,
)
"""Kinds that are written where others are left out; None: some lines of every kind."""


def left_out(random: Random, papers: int) -> tuple[Counter[str], int]:
    """Mark right papers of hands that round every line as asked, and leave lines out.

    Returns:
        the verdicts that call a right number wrong; how many numbers there were.
    """
    wrong: Counter[str] = Counter()
    cells_seen = 0
    for _ in range(papers):
        exercise = task(random)
        count = random.choice([3, 4, 5])
        ties = random.choice(["half_up", "half_even"])
        student = Student(exercise, by_hand(count, "rounded", ties, True))
        kept = random.choice(LEFT)
        cells = {
            key: read_cell(text)
            for key, text in student.texts.items()
            if (random.random() < HALF_OF_THEM if kept is None else key.kind in kept)
        }
        marking = marker_of(exercise, count).mark(cells, cells)
        false = (*BLAMED, "follow", "convention")
        wrong.update(mark.verdict for mark in marking.marks if mark.verdict in false)
        cells_seen += len(cells)
    return wrong, cells_seen


MEASURES = {"full": full, "unknown": unknown, "blank": with_blanks, "short": short, "pairs": pairs}
SETS = {"known": HABITS, "unseen": UNSEEN, "apart": APART}
"""Habits that the table knows, that it met later, and that no rule of it was made for."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="honest,full,three,unknown,blank,short,pairs")
    parser.add_argument("--habits", choices=SETS, default="known")
    call = parser.parse_args()
    for name in call.only.split(","):
        random = Random(call.seed)
        if name == "each":  # every habit of honest people, so many papers each
            for habit in ("hand", *HABITS_OF_PROGRAMS):
                wrong, _, cells = honest(random, call.papers, [habit])
                called = sum(wrong.values())
                print(f"{habit}: {call.papers} papers, {cells} cells: {called} called wrong")
        elif name == "left":
            wrong, cells = left_out(random, call.papers)
            print(f"left out: {call.papers} papers, {cells} cells: called wrong {dict(wrong)}")
        elif name == "honest":
            wrong, verdicts, cells = honest(random, call.papers)
            print(f"honest: {call.papers} papers, {cells} cells: called wrong {dict(wrong)}")
            print(f"   {dict(verdicts)}")
        elif name == "three":
            report("full, 3 digits", full(random, call.papers, 3))
        else:
            habits = {} if name == "unknown" else {"habits": SETS[call.habits]}
            report(name, MEASURES[name](random, call.papers, **habits))


if __name__ == "__main__":
    main()
