"""How a teacher marks: points, the size of the mark, late days.

A policy stands under `grading` in the exercise, or in a file of its own; the command line wins over
the file, and the file over the exercise.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from bpcalc.checking.amounts import unusable
from bpcalc.checking.cells import Cell
from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.marking_rule import asked_exponent, asked_on_sheet, digits_asked
from bpcalc.checking.submissions.times import read_deadline, since
from bpcalc.checking.verdicts import ACCEPTED, Mark, Marking, Options, Verdict
from bpcalc.errors import AnswersError
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlError, YamlMapping, YamlSequence, document
from bpcalc.locale import enumerated, say, say_many
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FAMILIES, KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.nearest import nearest
from bpcalc.records import record

ONE_DAY = timedelta(days=1)
HUNDREDTH = Decimal("0.01")
"""What a mark is rounded to if the policy does not say."""

ROUNDED_BADLY = frozenset({"cut", "twice", "last_place"})
"""Notes on values whose rounding is at fault."""

FEW = "few"
"""The note on a value with fewer digits than are asked for."""


@record
class GradingPolicy:
    """How a class is marked, beyond what a single answer earns.

    Attributes:
        points: what a quantity is worth, by its name, its kind or its family; 1 if not named.
        bonus: what it earns beyond that and beyond the best mark, likewise; 0 if not named.
        per_digit: the share of its points that each digit costs which is asked for and missing.
        rounding: the share that a value earns which was rounded in a wrong way; None: `form` says.
        out_of: the best mark; None: as many as there are points.
        round_to: the mark is rounded to a multiple of this, halves up; None: to hundredths.
        missing: the mark of who handed in nothing: `zero`, or `blank`.
        deadline: until when papers are on time.
        late_per_day: the share of the mark that each day, begun or whole, costs.
        late_most: the largest share that lateness costs.
        credit: what the options of `check` are, by their names, where the policy says so.
    """

    points: Mapping[str, Decimal] = field(default_factory=dict)
    bonus: Mapping[str, Decimal] = field(default_factory=dict)
    per_digit: Decimal = Decimal(0)
    rounding: Decimal | None = None
    out_of: Decimal | None = None
    round_to: Decimal | None = None
    missing: str = "zero"
    deadline: datetime | None = None
    late_per_day: Decimal = Decimal(0)
    late_most: Decimal = Decimal(1)
    credit: Mapping[str, str] = field(default_factory=dict)

    def worth(self, key: Key, name: str) -> Decimal:
        """Return what a quantity is worth."""
        return _told(self.points, key, name, Decimal(1))

    def refuse_unknown(self, knows: Callable[[str], bool]) -> None:
        """Refuse points for what is no kind, family or quantity.

        Args:
            knows: whether a name is a quantity of the exercise.

        Raises:
            AnswersError: with the name.
        """
        for key, points in (("points", self.points), ("bonus", self.bonus)):
            for name in points:
                if name not in KINDS and name not in FAMILIES and not knows(name):
                    close = nearest(name, [*KINDS, *FAMILIES])
                    hint = say("; did you mean `{name}`?", name=close) if close else ""
                    says = say(
                        "grading: {key}: there is no kind and no quantity `{name}`{hint}",
                        key=key,
                        name=name[:40],
                        hint=hint,
                    )
                    raise AnswersError(says)

    def share(self, mark: Mark, digits: Digits | None) -> Decimal:
        """Return the share of its points that a mark may earn at most, by its form."""
        share = Decimal(1)
        if self.rounding is not None and ROUNDED_BADLY & set(mark.notes):
            share = min(share, self.rounding)
        if self.per_digit and FEW in mark.notes:
            share = min(share, 1 - self.per_digit * missing_digits(mark.cell, digits))
        return max(share, Decimal(0))

    def extra(self, marking: Marking, unweighted: Marking, name: Callable[[Key], str]) -> Decimal:
        """Return what a sheet earns beyond its marks.

        Args:
            marking: the sheet, with the points that its quantities are worth.
            unweighted: the same with a point for each; it tells of those that are worth none.
            name: gives the name of a quantity.
        """
        if not self.bonus:
            return Decimal(0)
        shares = {
            mark.key: mark.credit / mark.most
            for mark in (*unweighted.marks, *marking.marks)
            if mark.most
        }
        extras = (
            _told(self.bonus, key, name(key), Decimal(0)) * share for key, share in shares.items()
        )
        return sum(extras, Decimal(0))

    def late_days(self, time: datetime | None) -> int:
        """Return how many days a paper is late, every day that has begun counted."""
        if self.deadline is None or time is None:
            return 0
        return max(0, -(-since(time, self.deadline) // ONE_DAY))

    def mark(self, score: Decimal, most: Decimal, late: int = 0) -> Decimal:
        """Return the mark of a score.

        >>> policy = GradingPolicy(out_of=Decimal(10), round_to=Decimal("0.5"))
        >>> policy.mark(Decimal(30), Decimal(31)), policy.mark(Decimal(29), Decimal(31))
        (Decimal('9.5'), Decimal('9.5'))
        """
        # As a fraction, since 7 of 12 out of 6 is 3.5, and not a little less.
        best = Fraction(most if self.out_of is None else self.out_of)
        if not most:  # nothing but a bonus is to be earned, and it counts as it stands
            best = Fraction(1)
        share = Fraction(score) / Fraction(most or 1)
        share *= 1 - Fraction(min(self.late_most, late * self.late_per_day))
        steps = share * best / Fraction(self.round_to or HUNDREDTH)
        return math.floor(steps + Fraction(1, 2)) * (self.round_to or HUNDREDTH)


CREDIT_NAMES = frozenset(
    {
        *("follow", "form", "mistake", "same_mistake", "goal_pays", "cut_off"),
        *("decimals", "significant", "epochs", "only", "accept"),
    }
)
"""What a policy may say of single answers: the names of the options of `check`."""


def _told(points: Mapping[str, Decimal], key: Key, name: str, otherwise: Decimal) -> Decimal:
    """Return what is said of a quantity by its name, its kind or its family."""
    family = next((f for f, kinds in FAMILIES.items() if key.kind in kinds), "")
    for told in (name, name.partition("@")[0], key.kind, family):
        if told in points:
            return points[told]
    return otherwise


def missing_digits(cell: Cell | None, digits: Digits | None) -> int:
    """Return how many digits a number has fewer than are asked for, by the kinder count.

    >>> from bpcalc.checking.cells import read_cell
    >>> missing_digits(read_cell("0.38"), Digits(4, False))
    2
    """
    if cell is None or cell.value is None or cell.exponent is None or digits is None:
        return 0
    fewer = cell.exponent - asked_exponent(digits, cell.value)
    return max(0, min(fewer, digits.count - cell.digits) if cell.value else fewer)


def _as_on_sheet(mark: Mark, rounding: Rounding) -> tuple[Mark, Digits | None]:
    """Return a mark with a note where digits are missing that the blank sheet asks for.

    So it is where nobody sets any. What is right then is so by the digits that it has; a value that
    ends sooner, such as 0.5, lacks none.
    """
    digits = digits_asked(rounding, mark.key.kind, mark.true)
    if mark.verdict not in ACCEPTED or not missing_digits(mark.cell, digits):
        return mark, digits
    assert mark.cell
    assert mark.cell.value is not None
    value = mark.cell.value
    half = Decimal((0, (5,), asked_exponent(digits, value) - 1))
    if any(each is not None and abs(each - value) <= half for each in (mark.own, mark.true)):
        return mark, digits
    verdict: Verdict = "form" if mark.verdict in ("right", "jump") else mark.verdict
    return replace(mark, verdict=verdict, notes=(*mark.notes, FEW)), digits


def weighted(
    marking: Marking, policy: GradingPolicy, name: Callable[[Key], str], options: Options
) -> Marking:
    """Return a marked sheet with the points that its quantities are worth."""
    if not policy.points and not policy.per_digit and policy.rounding is None:
        return marking

    rounding = asked_on_sheet(options.rounding)

    def worth(mark: Mark) -> Mark:
        points = policy.worth(mark.key, name(mark.key))
        digits = options.digits(mark.key, mark.true)
        if policy.per_digit and rounding is not options.rounding:
            mark, digits = _as_on_sheet(mark, rounding)
        share = policy.share(mark, digits)
        credit = min(mark.credit, mark.most * share)
        return replace(mark, credit=credit * points, most=mark.most * points)

    return replace(marking, marks=[worth(mark) for mark in marking.marks])


class _Problem(Exception):
    """Something in a policy that means nothing; becomes one sentence."""


def read_policy(text: str, file: str, base: GradingPolicy | None = None) -> GradingPolicy:
    """Return the policy that a file holds, on top of another one.

    Raises:
        AnswersError: it means nothing.
    """
    if not text.strip():
        raise AnswersError(say("{file}: the file is empty", file=file))
    page = SourceText(file, text)
    try:
        read = document(text)
    except YamlError as error:
        from bpcalc.exercise.yaml_hints import faults_in  # its patterns cost a millisecond

        raise AnswersError("\n".join(map(str, faults_in(file, text, error)))) from None
    for repeated in read.repeated:
        place = page.place(repeated.key)
        says = say("{file}: `{name}` stands twice", file=place, name=repeated.key.text[:40])
        raise AnswersError(says)
    return policy_of(read.root, page.place, base)


def policy_of(
    root: Node, place: Callable[[Node], str], base: GradingPolicy | None = None
) -> GradingPolicy:
    """Return the policy of a mapping; see `read_policy`.

    Args:
        root: the mapping.
        place: says where a node stands, for messages.
        base: the policy that it goes on top of; None: the usual one.

    Raises:
        AnswersError: it means nothing.
    """
    policy = base or GradingPolicy()
    if not isinstance(root, YamlMapping):
        where = place(root)
        raise AnswersError(say("{file}: expected keys with values, such as out_of: 10", file=where))
    told: dict[str, Any] = {}
    credit = dict(policy.credit)
    for key, node in root.pairs:
        try:
            if key.text in CREDIT_NAMES:
                credit[key.text] = _accept(node) if key.text == "accept" else _text(node)
            elif key.text in _READERS:
                told[key.text] = _READERS[key.text](node)
            else:
                names = enumerated(sorted({*_READERS, *CREDIT_NAMES}))
                raise _Problem(say("unknown key; choose from {names}", names=names))
        except _Problem as problem:
            where, name = place(key), key.text[:60]
            message = say("{file}: {key}: {problem}", file=where, key=name, problem=problem)
            raise AnswersError(message) from None
    late = told.pop("late", {})
    return replace(policy, **told, **late, credit=credit)


def _text(node: Node) -> str:
    if isinstance(node, YamlSequence):
        return ",".join(map(_text, node.items))
    if not isinstance(node, Scalar):
        raise _Problem(say("expected one value"))
    return node.text


def _accept(node: Node) -> str:
    """Return the names of conventions, all of which there are."""
    text = _text(node)
    known = {convention.id for convention in CONVENTIONS} | {"none"}
    for name in re.split("[,，、]", text):
        if name.strip() and name.strip() not in known:
            names = enumerated(sorted(known))
            raise _Problem(
                say("`{name}`: choose from {names}", name=name.strip()[:40], names=names)
            )
    return text


def _number(node: Node) -> Decimal:
    try:
        number = Decimal(_text(node))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise _Problem(say("expected a number from 0 on, found `{found}`", found=_text(node)[:40]))
    if why := unusable(number):
        raise _Problem(why)
    return number


def _points(node: Node) -> dict[str, Decimal]:
    if not isinstance(node, YamlMapping):
        raise _Problem(say("expected points by kind or name, such as delta: 2"))
    return {key.text: _number(value) for key, value in node.pairs}


def _share(node: Node) -> Decimal:
    share = _number(node)
    if share > 1:
        raise _Problem(say("expected a share from 0 to 1, found `{found}`", found=_text(node)[:40]))
    return share


def _deadline(node: Node) -> datetime:
    time = read_deadline(_text(node))
    if time is None:
        raise _Problem(say("expected a time such as 2026-11-20 23:59"))
    return time


def _missing(node: Node) -> str:
    word = _text(node)
    if word not in ("zero", "blank", "0"):
        raise _Problem(say("expected zero or blank"))
    return "blank" if word == "blank" else "zero"


def _late(node: Node) -> dict[str, Decimal]:
    if not isinstance(node, YamlMapping):
        raise _Problem(say("expected per_day and most, such as {per_day: 0.1, most: 0.5}"))
    names = {"per_day": "late_per_day", "most": "late_most"}
    found = {}
    for key, value in node.pairs:
        if key.text not in names:
            raise _Problem(say("unknown key; choose from {names}", names="per_day, most"))
        found[names[key.text]] = _share(value)
    return found


_READERS: dict[str, Callable[[Node], Any]] = {
    "points": _points,
    "bonus": _points,
    "per_digit": _share,
    "rounding": _share,
    "out_of": _number,
    "round_to": _number,
    "missing": _missing,
    "deadline": _deadline,
    "late": _late,
}


def late_sentence(days: int) -> str:
    """Return what is said of a late paper.

    >>> late_sentence(2)
    'Handed in 2 days late.'
    """
    return say_many("Handed in {n} day late.", "Handed in {n} days late.", days)
