"""New exercises: whether every constraint holds, and whether planted mistakes are named alone.

    python -m benchmarks.new_exercises [--count N] [--seed S] [--plants P]

Templates are networks drawn at random over shapes, activations, error functions and notations,
which ask for four significant digits, or say nothing, so that four decimals are asked for, and four
significant digits of deltas and gradients. Each is asked for one more exercise. The numbers are
then read from the file by a reader of their own; in honest sheets of the digits that are asked for,
mistakes that the file promises to tell apart are planted, and the marker is to name each, and
nothing else. Mistakes in short steps, which the file excepts, are counted for themselves.
"""

import argparse
import time
from collections import Counter
from dataclasses import replace
from decimal import localcontext
from random import Random

from benchmarks.marking import FINE, draw, filled_in, possible_mistakes
from bpcalc.checking.answer_key import worked
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking, same_quantities
from bpcalc.checking.verdicts import Options, shown
from bpcalc.errors import BpcalcError
from bpcalc.exercise.writer import write
from bpcalc.making.maker import Made, Wish, make
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Rounding
from bpcalc.report.new_exercise import file_of
from tests.helpers.new_exercises import complaints

ALWAYS = "0 in every exercise of this form"

ALONE, ALONE_IN_SHORT = "named alone", "short step, named alone"


def promised(made: Made) -> dict[Key, set[str]]:
    """Return the mistakes that are told apart, by quantity."""
    found: dict[Key, set[str]] = {}
    never = {key: set() for key, _ in made.wanted.never}
    for key, rules in made.wanted.never:
        never[key] |= rules
    for one in made.faults.audited:
        item = one.item
        lost = {*item.hidden, *item.same, *(rule for group in item.alike for rule in group)}
        clean = {rule for rule, kind in made.wanted.clean if kind == item.key.kind}
        found[item.key] = clean - lost - never.get(item.key, set())
    return found


def planted(made: Made, random: Random, count: int) -> Counter[str]:
    """Plant some of the promised mistakes, one a sheet; return what became of them."""
    asked = asking(made.exercise, told=False).rounding
    marker = Marker(made.exercise, 1, Options(asked))
    places = [
        (key, rule.id, formula)
        for key, rules in promised(made).items()
        for rule, formula in possible_mistakes(marker.scheme, key)
        if rule.id in rules
    ]
    short = set(made.short_steps)
    found: Counter[str] = Counter()
    for key, rule, formula in random.sample(places, min(count, len(places))):
        with localcontext(WORK):
            paper = filled_in(marker.scheme, marker.asked, asked, planted={key: formula})
        if paper is None:
            continue
        marks = {mark.key: mark for mark in marker.mark(paper.cells).marks}
        mark = marks[key]
        named = {one.rule for one in mark.mistakes}
        told = {one.rule for one in shown(mark.mistakes)}
        if {rule} in (named, told) or mark.verdict == "convention":
            found[ALONE_IN_SHORT if key in short else ALONE] += 1
        else:
            excepted = "short step, " if key in short else ""
            found[f"{excepted}{mark.verdict}: {key.kind} {rule} -> {'+'.join(sorted(named))}"] += 1
    return found


def _shares(plants: Counter[str]) -> str:
    """Return how many of the planted mistakes were named alone, those in short steps apart."""
    short = sum(count for told, count in plants.items() if told.startswith("short step"))
    total, alone = sum(plants.values()) - short, plants[ALONE]
    return (
        f"{alone} of {total} named alone: {100 * alone / max(total, 1):.2f} %; "
        f"in short steps {plants[ALONE_IN_SHORT]} of {short}"
    )


def main() -> None:
    """Make the exercises and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plants", type=int, default=5)
    options = parser.parse_args()
    random = Random(options.seed)
    wrong: Counter[str] = Counter()
    plants: Counter[str] = Counter()
    unreached = made_in_all = 0
    start = time.process_time()
    while made_in_all < options.count:
        try:
            template = draw(random)
            digits = random.choice([None, FINE])
            template = replace(template, rounding=Rounding(digits))
            wish = Wish(template, None, {}, frozenset("AB"), alike=True)
            made = make(wish, random.randrange(10**6))
        except BpcalcError:  # an output of 0 or 1 in a cross-entropy
            continue
        made_in_all += 1
        unreached += bool(made.faults.cost)
        file = file_of(made, wish, "template.yaml")
        always = set(made.wanted.zero) if ALWAYS in " ".join(file.split("\n# ")) else set()
        same = same_quantities(worked(made.exercise, 1).formulas)
        always |= {key for key, asked in same.items() if asked in always}
        for sentence in complaints(file, write(template), zero=always):
            wrong[sentence if not made.faults.cost else f"{sentence} (more is said)"] += 1
        plants += planted(made, random, options.plants)
        if made_in_all % 50 == 0:
            seconds = time.process_time() - start
            print(f"{made_in_all}: {seconds:.0f} s, {_shares(plants)}, {dict(wrong)}", flush=True)
    print(f"{made_in_all} exercises; {unreached} say what could not be reached")
    for sentence, count in wrong.most_common(20):
        print(f"  {count} × {sentence}")
    print(_shares(plants))
    for sentence, count in plants.most_common(30):
        print(f"  {count} × {sentence}")


if __name__ == "__main__":
    main()
