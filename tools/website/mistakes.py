"""The page of the mistakes that marking knows, each with the number that it gives."""

from collections.abc import Iterator, Mapping
from functools import cache

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.misconceptions import MISCONCEPTIONS, Misconception
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.writing import UNICODE, Writer
from bpcalc.solution import Solution
from tests.helpers.mistake_exercises import mistake_exercise
from tools.website.functions import head
from tools.website.markdown import cell, code, prose, table
from tools.website.words import seen, word

TIERS = {"A": "often", "B": "now and then", "C": "rare"}

FINE = Rounding(Digits(6, significant=True))


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


_SAYS = (
    "There is one sentence to say of each; the example is from the exercise that is named, or from "
    "Mazur's with the setting that is named."
)


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
    name, quantity, number = entry.example
    found = worked_mistake(entry)
    other = found["wrong"] not in ("", found["right"])  # else other numbers are put into the same
    formula = f" = {code(found['wrong'])}" if other else ""
    right = f"{code(found['right'])} = {code(found['value'])}"
    return f"{code(name)}: {code(quantity)}{formula} = {code(number)}, {word('instead of')} {right}"


def worked_mistake(entry: Misconception) -> Mapping[str, str]:
    """Return the example of a mistake: the wrong formula, the right one and what that gives."""
    name, quantity, number = entry.example
    epochs = 3 if "@e3" in quantity else 2 if "e2" in quantity else 1
    marker, solution = _marker(name, epochs)
    wanted = marker.names.find(quantity)
    assert isinstance(wanted, Key)
    marking = marker.mark(_sheet(marker, wanted, number))
    mark = next(each for each in marking.marks if each.key == wanted)
    formulas = [each.formula for each in mark.mistakes if each.rule == entry.id]
    line = next(each for each in solution if each.key == wanted)
    return {
        "wrong": _written(solution, wanted, formulas[0]) if formulas and formulas[0] else "",
        "right": solution.formula(line),
        "value": solution.shown(line),
    }


@cache
def _marker(name: str, epochs: int) -> tuple[Marker, Solution]:
    marker = Marker(mistake_exercise(name), epochs)
    return marker, Solution(marker.calculation)


def _sheet(marker: Marker, wanted: Key, number: str) -> dict[Key, Cell]:
    """Return the key up to a quantity, with another number there and nothing behind it."""
    cells = {}
    for key in marker.scheme.formulas:
        if key == wanted:
            break
        if key in marker.asked:
            cells[key] = read_cell(FINE.shown(key.kind, marker.scheme.values[key]))
    return {**cells, wanted: read_cell(number)}


def _written(solution: Solution, within: Key, formula: Expr) -> str:
    return Writer(lambda key: solution.spell(key, within), UNICODE).write(formula)
