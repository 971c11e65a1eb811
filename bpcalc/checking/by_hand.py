"""What the teacher sets by hand: the rows of overrides.csv, and whose they are."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from bpcalc.checking.amounts import unusable
from bpcalc.checking.submissions.name_words import folded
from bpcalc.checking.submissions.people import Person
from bpcalc.checking.submissions.quotation import whole_rows
from bpcalc.errors import AnswersError
from bpcalc.locale import say


class Override(NamedTuple):
    """A credit that the teacher has set by hand.

    Attributes:
        student: name, ID or address.
        quantity: its name; "" for the whole mark, `bonus` for what is added to it.
        credit: what it earns.
        comment: why, for the student.
        place: the file and the row that say so.
        problem: why the row cannot be used, "" if it can.
    """

    student: str
    quantity: str
    credit: Decimal
    comment: str = ""
    place: str = ""
    problem: str = ""

    @property
    def state(self) -> tuple[str, str, Decimal, str]:
        """What the mark depends on: all but the place."""
        return self.student, self.quantity, self.credit, self.comment

    @property
    def is_bonus(self) -> bool:
        """Whether it is added to the mark, whatever that is."""
        return self.quantity.casefold() in ("bonus", "extra", "加分")


def read_overrides(text: str, file: str) -> list[Override]:
    """Return what a table `student, quantity, credit, comment` sets by hand.

    A row that cannot be used has a problem, so that `refuse_faults` can name all of them at once.

    Raises:
        AnswersError: the table has other columns.
    """
    rows = _rows_in(text, file)
    heads = [head.casefold() for head in rows[0]] if rows else []
    if "student" not in heads or "credit" not in heads:
        raise AnswersError(
            say("{file}: expected the columns student, quantity, credit, comment", file=file)
        )
    found = []
    for number, row in enumerate(rows[1:], start=2):
        told = dict(zip(heads, [*row, *[""] * len(heads)], strict=False))
        if not any(cell.strip() for cell in row):
            continue
        place = say("{file}: row {n}", file=file, n=number)
        try:
            credit = Decimal(told["credit"].strip().replace(",", "."))
        except InvalidOperation:
            credit = Decimal("NaN")
        problem = ""
        if not told["student"].strip():
            problem = say("expected a student")
        elif not credit.is_finite():
            problem = say("expected a number as credit, found `{it}`", it=told["credit"][:40])
        else:
            problem = unusable(credit)
        quantity = told.get("quantity", "")
        if quantity.casefold() in ("total", "mark", "总分"):
            quantity = ""
        comment = told.get("comment", "")
        found.append(Override(told["student"], quantity, credit, comment, place, problem))
    return found


def _rows_in(text: str, file: str) -> list[list[str]]:
    try:
        return whole_rows(text)
    except AnswersError as error:
        raise AnswersError(say("{file}: {reason}", file=file, reason=error)) from None


def refuse_faults(overrides: Iterable[Override]) -> None:
    """Refuse rows that cannot be used, all of them at once.

    Raises:
        AnswersError: there are such rows.
    """
    faults = [f"{each.place}: {each.problem}" for each in overrides if each.problem]
    if faults:
        raise AnswersError(say("; ").join(faults))


def overrides_of(person: Person, name: str, overrides: Iterable[Override]) -> list[Override]:
    """Return what is set by hand for one student; of two credits for the same, the last one."""
    names = names_of(person, name)
    found: dict[object, Override] = {}
    for number, override in enumerate(overrides):
        if folded(override.student) in names:
            what = number if override.is_bonus else folded(override.quantity)  # each is added
            found.pop(what, None)
            found[what] = override
    return list(found.values())


def names_of(person: Person, name: str) -> set[str]:
    """Return what a student may be called in a table of what is set by hand."""
    return {folded(part) for part in (name, person.name, person.id, person.email) if part}
