"""What marking leaves behind: a mark for every quantity, findings, and the rules of credit."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal, get_args

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.cells import Cell
from bpcalc.checking.marking_rule import EXACTLY, Tolerance, digits_asked
from bpcalc.checking.precision import Precision
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Verdict = Literal[
    "right",
    "follow",
    "jump",
    "form",
    "convention",
    "mistake",
    "slip",
    "unexplained",
    "blank",
    "unreadable",
    "trivial",
]
"""What a cell turned out to be:

    right        the value, and it follows from what the student wrote before
    follow       it follows from what the student wrote before, and an error is among that
    jump         the value, but it does not follow from what the student wrote before
    form         the value, with its digits or its rounding at fault
    convention   the value under another convention, kept through the whole sheet
    mistake      a known wrong formula gives it
    slip         the value, but for a sign, a point, two digits …
    unexplained  none of these
    blank        nothing is written
    unreadable   what is written is no number
    trivial      it follows, but from a zero or one that has made the work vanish
"""

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

ERROR_VERDICTS: frozenset[Verdict] = frozenset(
    {"mistake", "slip", "unexplained", "unreadable", "trivial"}
)
"""The verdicts on what is wrong by itself."""

ACCEPTED: frozenset[Verdict] = frozenset({"right", "follow", "jump", "form", "convention"})
"""After these verdicts, a line is done: practice goes on to the next one."""

ROOTS: frozenset[Verdict] = frozenset({"mistake", "slip", "unexplained"})

Sure = Literal["is", "probably", "possibly"]


FACTORS = ("times:", "steps:")
"""What the notes begin with on numbers that all are one factor too large or small, or from steps
that are."""


def alike(kind: Kind) -> str:
    """Return what the kinds share in whose lines one thing is done: weights and biases.

    >>> alike("new_bias"), alike("delta")
    ('new_weight', 'delta')
    """
    return kind.replace("bias", "weight")


class Misread(NamedTuple):
    """A given number that a student has read as another one.

    Attributes:
        given: the given number.
        asked: how the exercise has it.
        read: what was used for it.
        usual: whether it is easily read so; otherwise it is only about what was used.
        first: the first number in which that shows.
        own: what is right there, with the student's own earlier numbers.
        chance: about how probable it is that it fits by coincidence.
        sure: how the finding is worded.
    """

    given: Key
    asked: str
    read: str
    usual: bool
    first: Key
    own: AffineNumber
    chance: float
    sure: Sure


MISREAD = "given_misread"
"""The id of the finding that a given number was misread."""


class Suspicion(NamedTuple):
    """A wrong formula that gives what the student wrote.

    Attributes:
        rule: id of the misconception.
        formula: the wrong formula.
        at: the quantity in whose line it stands; an earlier one if that line is not written.
        chance: about how probable it is that it fits by coincidence.
        sure: how the finding is worded; "possibly" is for the teacher only.
        misread: the given number that was misread, if that is it.
    """

    rule: str
    formula: Expr
    at: Key
    chance: float
    sure: Sure = "possibly"
    misread: Misread | None = None

    @property
    def cause(self) -> str:
        """What costs a mark once only: a rule, or one given number that was misread."""
        return f"{self.rule} {self.misread.given}" if self.misread else self.rule


class Reason(NamedTuple):
    """Why a number is wrong by itself."""

    verdict: Verdict
    mistakes: tuple[Suspicion, ...]
    notes: tuple[str, ...]


Reasons = dict[Key, Reason]
"""Why numbers are wrong that are so by themselves."""


def shown(mistakes: Iterable[Suspicion]) -> list[Suspicion]:
    """Return the suspicions that are for the student."""
    return [mistake for mistake in mistakes if mistake.sure != "possibly"]


@record
class Mark:
    """What is to be said about one quantity.

    Attributes:
        key: the quantity.
        cell: what was written; None if the sheet does not name it.
        verdict: see `Verdict`.
        true: the right value.
        own: what follows from the student's own earlier numbers; None if nothing does.
        credit: what it earns.
        most: what it could earn; 0 for what was not asked.
        mistakes: what explains it, the best explanation first.
        notes: codes of remarks, see `bpcalc.checking.messages`.
    """

    key: Key
    cell: Cell | None
    verdict: Verdict
    true: Decimal
    own: Decimal | None
    credit: Decimal = Decimal(0)
    most: Decimal = Decimal(1)
    mistakes: tuple[Suspicion, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        """What costs a mark once only, "" for what stands by itself.

        A known mistake does in whatever line, a factor of unknown cause in lines of one kind.
        """
        if self.verdict == "mistake" and self.mistakes:
            return self.mistakes[0].cause
        return f"{self.factor} {alike(self.key.kind)}" if self.factor else ""

    @property
    def factor(self) -> str:
        """The note on a factor of unknown cause that a number shares with others, or ""."""
        notes = self.notes if self.verdict == "unexplained" else ()
        return next((note for note in notes if note.startswith(FACTORS)), "")


@record
class Finding:
    """One mistake, wherever it was made.

    Attributes:
        rule: id of a misconception or convention, or "" for what nothing explains.
        keys: the quantities that it explains.
        sure: how it is worded.
        chance: about how probable a coincidence is.
        others: ids of misconceptions that explain the same just as well.
    """

    rule: str
    keys: tuple[Key, ...]
    sure: Sure = "is"
    chance: float = 0.0
    others: tuple[str, ...] = ()


@record
class Options:
    """The rules of credit, and what is asked; printed on every report.

    Attributes:
        rounding: the digits that are asked for, by kind of quantity.
        follow: what a value earns that follows from wrong ones.
        form: what a value earns whose digits or rounding are at fault.
        mistake: what a known mistake earns.
        same_mistake: `each` takes the mark every time, `once` for the first time only.
        goal_pays: whether a right final value pays for the blank ones before it.
        cut_off: whether digits may be cut off instead of rounded.
        accept: ids of the conventions that pass; None for the usual ones.
        tolerance: what is allowed beyond the digits.
    """

    rounding: Rounding = field(default_factory=Rounding)
    follow: Decimal = Decimal(1)
    form: Decimal = Decimal(1)
    mistake: Decimal = Decimal(0)
    same_mistake: Literal["each", "once"] = "once"
    goal_pays: bool = False
    cut_off: bool = False
    accept: frozenset[str] | None = None
    tolerance: Tolerance = EXACTLY

    def digits(self, key: Key, value: Decimal | None) -> Digits | None:
        """Return the digits that are asked of a quantity with this value."""
        return digits_asked(self.rounding, key.kind, value)


@record
class Marking:
    """A marked sheet.

    Attributes:
        marks: in order of working.
        findings: the mistakes, each once, in order of working.
        conventions: ids of the conventions that the sheet keeps.
        first_error: the earliest quantity that is wrong by itself.
        scheme: the right lines, under these conventions.
        world: the student's numbers.
        precision: what a program worked the numbers in, if they show it.
        asked_for: the lines of the exercise itself, where the sheet keeps to another convention
            that does not pass.
        faults: ids of such conventions.
        hidden: by the number that shows it first, the line left out in which a mistake was made.
    """

    marks: list[Mark]
    findings: list[Finding]
    scheme: AnswerKey
    world: StudentValues
    conventions: tuple[str, ...] = ()
    first_error: Mark | None = None
    precision: Precision = ""
    asked_for: AnswerKey | None = None
    faults: frozenset[str] = frozenset()
    hidden: Mapping[Key, Key] = field(default_factory=dict)

    def lines_for(self, mark: Mark) -> AnswerKey:
        """Return the right lines that a mark is to be compared with."""
        rules = {mistake.rule for mistake in mark.mistakes}
        at_fault = mark.verdict == "mistake" and bool(rules & self.faults)
        return self.asked_for if at_fault and self.asked_for is not None else self.scheme

    @property
    def score(self) -> Decimal:
        """The sum of all credit."""
        return sum((mark.credit for mark in self.marks), Decimal(0))

    @property
    def most(self) -> Decimal:
        """The best score there is."""
        return sum((mark.most for mark in self.marks), Decimal(0))

    @property
    def flawless(self) -> bool:
        """Whether nothing is wrong; what is left blank is not wrong."""
        wrong = ERROR_VERDICTS | {"follow"}
        lost = any(mark.verdict == "form" and mark.credit < mark.most for mark in self.marks)
        return not lost and not any(mark.verdict in wrong for mark in self.marks)
