"""Answers as quizzes hand them out: many in one cell, or as JSON; each gets a column of its own.

The fields of a quiz that `bpcalc export` has written are called `ans1`, `ans2` and so on, in the
order of the sheet. STACK lists them in one cell (`ans1: 0.3775 [score]; …`), PrairieLearn as JSON.
The attempts of Numbas are JSON altogether, its parts numbered from 0.
Sources: moodle-qtype_stack, question.php; PrairieLearn, instructorAssessmentDownloads; Numbas LTI
provider, models.py; Canvas, the student analysis of a quiz.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bpcalc.checking.submissions.roles import ROLES

Rows = Sequence[Sequence[str]]
Fields = dict[int, str]
"""Answers, by their place on the sheet."""

MAX_HEADING_ROWS = 8
MAX_FIELDS = 5_000

_FIELD = re.compile(r"ans([0-9]{1,4})")
_STACK = re.compile(r"(?:^|[;\n])\s*ans([0-9]{1,4}):\s*([^;\n]*?)\s*\[(?:score|valid|invalid)\]")
_PART = re.compile(r"q([0-9]{1,3})p([0-9]{1,4})")
_CANVAS = re.compile(r"[0-9]{2,}: .")
_CANVAS_NUMBER = re.compile(r"^\s*[0-9]{2,}:\s")
_POINTS = re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?")
_MATHS = re.compile(r"\\\(.*?\\\)")

_BLANK = "EMPTYANSWER"


def is_field(heading: str) -> int | None:
    """Return the place on the sheet of what a quiz calls so, counted from 1; None for other names.

    >>> is_field("ans12"), is_field("answer")
    (12, None)
    """
    match = _FIELD.fullmatch(heading.strip())
    return int(match[1]) if match else None


def without_maths(heading: str) -> str:
    r"""Return what stands before the first formula of a heading: the name of the quantity.

    >>> without_maths(r"48201: net_h1: \(\mathrm{net}_{h_1} = {?}\) 4 decimals")
    'net_h1'
    """
    before, formula, _ = heading.partition("\\(")
    if not formula:
        return heading
    named = _CANVAS_NUMBER.sub("", before).strip().removesuffix(":")
    return named or _MATHS.sub(" ", heading)


def spread_out(rows: Rows) -> Rows:
    """Return a table in which every field of a quiz has a column, called like the field."""
    rows = _without_points(rows)
    width = max(map(len, rows), default=0)
    packed = {at: found for at in range(width) if (found := _packed(rows, at))}
    if not packed:
        return rows
    head = min(min(found) for found in packed.values()) - 1
    fields = sorted(
        {place for found in packed.values() for each in found.values() for place in each}
    )
    table = []
    for number, row in enumerate(rows):
        cells = [*row, *[""] * (width - len(row))]
        kept = [cell for at, cell in enumerate(cells) if at not in packed]
        told = [found.get(number, {}) for found in packed.values()]
        values = {place: text for each in told for place, text in each.items()}
        more = [f"ans{place}" if number == head else values.get(place, "") for place in fields]
        table.append([*kept, *more])
    return table


def _packed(rows: Rows, at: int) -> dict[int, Fields]:
    """Return the answers of a column whose cells hold many, by row; nothing for other columns."""
    head = rows[0][at].strip().casefold() if rows and len(rows[0]) > at else ""
    if head in ROLES["aside"]:
        return {}
    cells = ((number, row[at]) for number, row in enumerate(rows) if number and len(row) > at)
    return {number: found for number, cell in cells if (found := fields_of(cell))}


def fields_of(cell: str) -> Fields:
    """Return the answers that stand in one cell.

    >>> fields_of("Seed: 1; ans1: 0.3775 [score]; ans2: EMPTYANSWER [valid]; prt1: # = 1 | right")
    {1: '0.3775', 2: ''}
    >>> fields_of('{"ans3": 0.25, "ans4": ""}'), fields_of("0.25")
    ({3: '0.25', 4: ''}, {})
    """
    text = cell.strip()
    if text.startswith("{") and '"ans' in text:
        return _of_json(text)
    if "ans" not in text:
        return {}
    return {int(place): "" if raw == _BLANK else raw for place, raw in _STACK.findall(text)}


def _of_json(text: str) -> Fields:
    try:
        told = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return {}
    found = {is_field(str(name)): value for name, value in told.items()}
    return {place: _text(value) for place, value in found.items() if place is not None}


def _text(value: Any) -> str:
    """Return a value as it is written; of a number with its type beside it, the number."""
    if isinstance(value, dict):
        value = value.get("_value", "")
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def _without_points(rows: Rows) -> Rows:
    """Return a table without the points that Canvas puts behind each question in the headings."""
    return [
        row if number >= MAX_HEADING_ROWS else [*_with_words(row)]
        for number, row in enumerate(rows)
    ]


def _with_words(row: Sequence[str]) -> Iterator[str]:
    before = ""
    for cell in row:
        is_points = _POINTS.fullmatch(cell.strip()) and _CANVAS.match(before)
        yield "points" if is_points else cell
        before = cell.strip()


# Numbas ---------------------------------------------------------------------------------------


def attempts(text: str) -> list[list[str]] | None:
    """Return the attempts of Numbas as a table; None if a text is no such thing."""
    if not text.lstrip().startswith("{") or "cmi.interactions" not in text:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    told = data.get("attempts", [data])
    if not isinstance(told, list) or not all(map(_is_attempt, told)):
        return None
    people = [(_person(attempt), _answers(attempt)) for attempt in told]
    fields = sorted({place for _, answers in people for place in answers})[:MAX_FIELDS]
    heads = ["username", "first name", "last name", "completed", *(f"ans{n}" for n in fields)]
    return [heads, *([*who, *(answers.get(n, "") for n in fields)] for who, answers in people)]


def _is_attempt(attempt: Any) -> bool:
    return (
        isinstance(attempt, dict)
        and isinstance(attempt.get("user"), dict)
        and isinstance(attempt.get("scorm"), dict)
        and isinstance(attempt["scorm"].get("current"), dict)
    )


def _person(attempt: Mapping[str, Any]) -> list[str]:
    user, ended = attempt["user"], attempt.get("end_time")
    time = ""
    if isinstance(ended, int | float) and 0 < ended < 2**33:
        time = datetime.fromtimestamp(ended, UTC).isoformat(timespec="seconds")
    return [*(str(user.get(part) or "") for part in ("username", "first_name", "last_name")), time]


def _answers(attempt: Mapping[str, Any]) -> Fields:
    """Return the answers of an attempt to its first question."""
    elements = attempt["scorm"]["current"]
    found: dict[int, Fields] = {}
    for key, element in elements.items():
        if not (key.startswith("cmi.interactions.") and key.endswith(".id")):
            continue
        match = _PART.fullmatch(_value(element))
        if match:
            answer = elements.get(f"{key.removesuffix('.id')}.learner_response")
            found.setdefault(int(match[1]), {})[int(match[2]) + 1] = _value(answer)
    return found[min(found)] if found else {}


def _value(element: Any) -> str:
    return _text(element.get("value") if isinstance(element, dict) else element)
