"""The record of an elementary function: everything that is known of it."""

from collections.abc import Callable
from dataclasses import KW_ONLY
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from bpcalc.maths.entries import IncompleteEntry, complete
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.residues import ResidueReading
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

if TYPE_CHECKING:
    from fractions import Fraction

FunctionStyle = Literal["call", "power", "root", "bars", "symbol"]


class Spelling(NamedTuple):
    """How a function is written.

    Attributes:
        style: `call` puts the operands in brackets behind the name; `power` raises the name to
            them; `root` and `bars` draw signs; `symbol` has no operand.
        text: its name in Unicode.
        ascii: the same in ASCII.
    """

    style: FunctionStyle
    text: str
    ascii: str


class Foreign(Enum):
    """What is said of a function for which a language has no word."""

    WRITTEN_OUT = "the formula that is its spelling stands for it"
    LACKING = "whatever needs it cannot be written in that language, and that is said"


Word = str | Foreign


@complete
@record
class Function:
    """An elementary function.

    Attributes:
        name: as in `Apply`.
        operands: how many it takes.
        decimal: (operands, digits) -> value, correct to so many significant digits.
        exact: whether `decimal` has all the digits of the value.
        saturates: whether, close to ±1, it has those of the distance from ±1.
        half_at_0: whether, close to its value ½ at 0, it has those of the distance from ½.
        rational: (operands) -> value, for operands that are fractions; None if it is irrational.
        error: (value, operands with their errors) -> how far the value may be off, at most.
        bounds: (operands) -> where the value lies, for operands that are not known exactly.
        slope: (operands) -> formulas of its slopes, one for each operand; 0 at a kink.
        residue: its reading as a fingerprint, which recognises identities; see `residues`.
        gentle: whether no slope is anywhere larger than 1, or smaller than -1.
        floats: (code, operands) -> how it is worked out in floats, without overflow or
            cancellation at the far ends.
        excel: a formula for spreadsheets, with `{}` or `{0}` for the operands; right to 12 digits.
        javascript: its value in the arithmetic of a live page, of `arithmetic` and the operands `x`
            and `y`; to so many digits as that arithmetic has.
        maxima: the same for STACK, in the language of Maxima, with `{}` for the operands.
        numbas: the same for Numbas, in its JME.
        spelling: how it is written; or the formula that is written for it.
    """

    _: KW_ONLY
    name: str
    operands: int = 1
    decimal: Callable[..., Decimal]
    exact: bool = False
    saturates: bool = False
    half_at_0: bool = False
    rational: "Callable[..., Fraction | None]"
    error: Callable[..., Decimal]
    bounds: Callable[..., AffineNumber]
    slope: Callable[..., tuple[Expr, ...]]
    residue: ResidueReading
    gentle: bool
    floats: Callable[..., Any]
    excel: str
    javascript: str
    maxima: Word
    numbas: Word
    spelling: Spelling | Callable[..., Expr]

    def __post_init__(self) -> None:
        """Make sure that what is to be written out can be.

        Raises:
            IncompleteEntry: it is written as a call, and so has no formula.
        """
        if Foreign.WRITTEN_OUT in (self.maxima, self.numbas) and not callable(self.spelling):
            raise IncompleteEntry("function", self.name, ["formula that is written for it"])
