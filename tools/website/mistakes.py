"""The page of the mistakes that marking knows, each with the number that it gives."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import MISCONCEPTIONS, Misconception
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.writer import write
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, KINDS
from bpcalc.notation.writing import UNICODE, Writer
from bpcalc.solution import Solution
from tests.helpers.mistake_exercises import mistake_exercise
from tools.website.functions import head
from tools.website.markdown import block, cell, code, prose, table
from tools.website.words import seen, word

TIERS = {"A": "often", "B": "now and then", "C": "rare"}


def mistakes() -> Iterator[str]:
    """Yield the page of mistakes, by the first kind of quantity in which they show."""
    yield from head("Mistakes")
    yield prose(word(_SAYS)) + "\n"
    entries: dict[str, list[Misconception]] = {}
    for kind in KINDS:
        for entry in MISCONCEPTIONS:
            if kind == _first(entry):
                entries.setdefault(kind, []).append(entry)
    for kind, group in entries.items():
        yield f"## {cell(say(INFO[kind].words))}\n"
        seen: set[str] = set()
        for entry in group:
            if entry.id not in seen:
                yield f"### {entry.id}\n"
            seen.add(entry.id)
            yield _entry(entry)
    yield from _exercises()


_SAYS = (
    "Each is explained in one sentence, which `check` says as well. Its worked example belongs to "
    "an exercise that is built in, or to one of those at the end of this page."
)


def _exercises() -> Iterator[str]:
    """Yield the files of the exercises that the examples belong to, but for the built-in ones."""
    yield f"## {word('The exercises of the examples')}\n"
    for name in dict.fromkeys(entry.example[0] for entry in MISCONCEPTIONS):
        if name not in built_in():
            yield f'<h3 id="{_anchor(name)}">{name}</h3>\n'
            yield block("yaml", write(mistake_exercise(name)))


def _anchor(name: str) -> str:
    return f"exercise-{name}"


def _linked(name: str) -> str:
    place = f"exercises.md#{name}" if name in built_in() else f"#{_anchor(name)}"
    return f"[{name}]({place})"


def _first(entry: Misconception) -> str:
    return next(kind for kind in KINDS if kind in entry.kinds)


def _entry(entry: Misconception) -> str:
    kinds = [say(INFO[kind].words) for kind in KINDS if kind in entry.kinds]
    rows = [
        (word("Seen at"), prose(enumerated(kinds))),
        (word("How often"), word(TIERS[entry.tier])),
        (word("Worked example"), _example(entry)),
        (word("Source"), prose(seen(entry.source))),
    ]
    return f"{prose(say(entry.says))}\n\n{table(['', ''], rows)}"


def _example(entry: Misconception) -> str:
    name, quantity, _ = entry.example
    found = worked_mistake(entry)
    other = found["wrong"] != found["right"]  # else other numbers are put into the same
    formula = f" = {code(found['wrong'])}" if other else ""
    wrong = f"{code(quantity)}{formula} = {code(found['gives'])}"
    right = f"{code(found['right'])} = {code(found['value'])}"
    return f"{_linked(name)}{word(': ')}{wrong}{word(', ')}{word('instead of')} {right}"


@cache
def worked_mistake(entry: Misconception) -> Mapping[str, str]:
    """Return the example of a mistake: the wrong formula, the right one, and what each gives."""
    name, quantity, number = entry.example
    epochs = 3 if "@e3" in quantity else 2 if "e2" in quantity else 1
    marker, solution = _marker(name, epochs)
    wanted = marker.names.find(quantity)
    assert isinstance(wanted, Key)
    formula, gives = next(
        (formula, value)
        for rule, formula in mistakes_at(marker.scheme, wanted)
        if rule is entry
        and _stands_for(number, value := solution.calculation.value_of(formula, wanted.kind))
    )
    line = solution[wanted]
    return {
        "wrong": _written(solution, wanted, formula),
        "gives": solution.exercise.rounding.shown(wanted.kind, gives.normalize()),
        "right": solution.formula(line),
        "value": solution.shown(line),
    }


def _stands_for(number: str, value: Decimal) -> bool:
    """Return whether a number is a value to the digits that it is written with."""
    written = Decimal(number)
    half = Decimal((0, (5,), int(written.as_tuple().exponent) - 1))
    return abs(value - written) <= half


@cache
def _marker(name: str, epochs: int) -> tuple[Marker, Solution]:
    marker = Marker(mistake_exercise(name), epochs)
    return marker, Solution(marker.calculation)


def _written(solution: Solution, within: Key, formula: Expr) -> str:
    return Writer(lambda key: solution.spell(key, within), UNICODE).write(formula)
