"""Rosters: tables that say who is in a class, in the words of their schools."""

from collections.abc import Mapping, Sequence

from bpcalc.checking.submissions.columns import role_before_brackets, role_of, settled
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.people import Person, person_of
from bpcalc.checking.submissions.quotation import whole_rows
from bpcalc.checking.submissions.roles import SUMMARIES
from bpcalc.errors import AnswersError
from bpcalc.locale import enumerated, say

MAX_TITLES = 8
"""Rows of a roster among which its headings are looked for."""

CANVAS_TESTER = "Student, Test"
"""Whom Canvas adds to every gradebook, for the teacher to try things out."""


def read_roster(text: str) -> list[Person]:
    """Return the students of a roster: a table with columns such as ID, name, e-mail, group.

    Raises:
        AnswersError: it has no column that says who somebody is.
    """
    return people_of(whole_rows(text))


def unknown_headings(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the headings of a roster of which nothing is known, and below which something stands.

    >>> unknown_headings([["ID", "Spitzname", "Major"], ["7", "Annie", "CS"]])
    ['Spitzname']
    """
    first, roles = _roster_heads(rows)
    return [
        head.strip()
        for at, (head, role) in enumerate(zip(rows[first], roles, strict=True))
        if not role and head.strip() and any("".join(row[at : at + 1]) for row in rows[first + 1 :])
    ]


def people_of(rows: Sequence[Sequence[str]]) -> list[Person]:
    """Return the students of the rows of a roster; see `read_roster`."""
    first, roles = _roster_heads(rows)
    heads = [head.strip().casefold() for head in rows[first]] if rows else []
    of_canvas = "sis login id" in heads and "id" in heads
    if of_canvas:  # ID is Canvas's own number of a student
        roles[heads.index("id")] = "participant"
    if not _WHO & set(roles):
        listed = enumerated(head[:40] for head in rows[first][:8] if head.strip()) if rows else ""
        says = say(
            "the roster needs a column ID, name or email; its headings are: {heads}",
            heads=listed or say("(none)"),
        )
        raise AnswersError(says)
    people: dict[Person, int] = {}
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        person = person_of(roles, row)
        summary = not person.id and not person.email and folded(person.name) in SUMMARIES
        if person.label and not summary and not (of_canvas and person.name == CANVAS_TESTER):
            people.setdefault(person, number)
    _refuse_twice(people)
    return list(people)


_WHO = frozenset(("name", "id", "email", "last", "login"))


def _roster_heads(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Return the row of the headings of a roster, below its titles, and what its columns are."""
    told = [
        settled([role_of(head) or role_before_brackets(head) for head in row])
        for row in rows[:MAX_TITLES]
    ]
    first = max(range(len(told)), key=lambda at: (len(_WHO & set(told[at])), -at), default=0)
    return first, told[first] if told else []


def _refuse_twice(people: Mapping[Person, int]) -> None:
    """Refuse a roster in which two students have the same number or address.

    Raises:
        AnswersError: with the lines, counted from 1.
    """
    known: dict[tuple[str, str], int] = {}
    for person, number in people.items():
        for kind in ("id", "email", "participant"):
            value = str(getattr(person, kind))
            other = known.setdefault((kind, folded(value)), number)
            if value and other != number:
                says = say(
                    "the roster has `{value}` in two lines, {one} and {other}, for two students; "
                    "correct one of them",
                    value=value,
                    one=other,
                    other=number,
                )
                raise AnswersError(says)
