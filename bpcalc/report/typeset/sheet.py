"""A blank sheet of answers, or its key, as data for `sheet.typ`."""

from collections.abc import Iterable
from itertools import dropwhile
from typing import Any, NamedTuple

from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FAMILIES
from bpcalc.report.document import NetworkBlock
from bpcalc.report.givens import givens
from bpcalc.report.sheet import Sheet
from bpcalc.report.typeset.blocks import Data, Setter, short_title, words


class CodedSheet(NamedTuple):
    """A sheet of a booklet.

    Attributes:
        data: the sheet.
        code: which version it is.
        person: who gets it, "" if that is open.
        svg: the code as a picture that a camera reads, "" for none.
    """

    data: Data
    code: str
    person: str = ""
    svg: str = ""


def sheet(sheet: Sheet) -> Data:
    """Return a sheet as data: what is given, then what is asked for, part by part."""
    return {**_of_both(sheet), **_asked(sheet, filled=sheet.filled)}


def blank_and_key(sheet: Sheet) -> tuple[Data, Data]:
    """Return a sheet to be filled in, and its key; what is given is set once for both."""
    both = _of_both(sheet)
    return {**both, **_asked(sheet, filled=False)}, {**both, **_asked(sheet, filled=True)}


def _of_both(sheet: Sheet) -> Data:
    """Return what a sheet and its key have in common."""
    solution = sheet.solution
    setter = Setter(solution, given_only=True)
    given = givens(solution, solution.stages[0].lines)
    title = words(solution.exercise.title or say("Answer sheet"))
    return {
        "title": title,
        "short": short_title(title),
        "name": say("Name:"),
        "given": setter.blocks(dropwhile(lambda block: not isinstance(block, NetworkBlock), given)),
        "asked": say("Asked for"),
    }


def _asked(sheet: Sheet, *, filled: bool) -> Data:
    """Return what is asked for, with the values or with room for them."""
    setter = Setter(sheet.solution, given_only=True)
    return {
        "kind": say("Key") if filled else say("Answer sheet"),
        "fields": [] if filled else _fields(),
        "parts": [_part(sheet, setter, part, filled=filled) for part in sheet.parts()],
    }


def booklet(title: str, pages: Iterable[CodedSheet]) -> Data:
    """Return many sheets as data for `booklet.typ`."""
    sheets = [
        {**one.data, "code": words(one.code), "person": words(one.person), "svg": one.svg}
        for one in pages
    ]
    return {"title": words(title), "name": say("Name:"), "sheets": sheets}


def _fields() -> list[dict[str, Any]]:
    """Return what a student fills in, and its share of the line."""
    labels = ((say("Name:"), 6), (say("Class:"), 4), (say("Date:"), 4), (say("Score:"), 3))
    return [{"label": label, "share": share} for label, share in labels]


def _part(sheet: Sheet, setter: Setter, part: tuple[str, list[Key]], *, filled: bool) -> Data:
    title, keys = part
    groups: dict[str, list[Data]] = {}
    for key in keys:
        line = sheet.solution[key]
        value = setter.value(line) if filled else []
        answer = {"symbol": setter.symbol(line), "value": value}
        groups.setdefault(_family(key), []).append(answer)
    return {
        "title": words(title),
        "digits": words(sheet.digits(keys)),
        "groups": _rows(list(groups.values())),
    }


def _family(key: Key) -> str:
    """Return what quantities have in common that share a row, such as `gradient`."""
    families = (name for name, kinds in FAMILIES.items() if key.kind in kinds)
    return next(families, key.kind.removeprefix("total_"))


def _rows(groups: list[list[Data]]) -> list[list[Data]]:
    """Return groups that each begin a row; those of one quantity each share one."""
    if all(len(group) == 1 for group in groups):
        return [[answer for group in groups for answer in group]]
    return groups
