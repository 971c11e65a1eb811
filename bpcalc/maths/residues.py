"""What is known of the elementary functions as residues: see `fingerprints`.

The residue of a function is drawn at random, the same for the same operand, unless a law binds it
to that of another operand (e^-x is the inverse of e^x), or it is one of several formulas, and the
value of its operand says which. Every record of `functions` says which of these it is.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol, TypeAlias

from bpcalc.maths.precision import EXACT, ONE, ZERO, Bounded

PRIME = 2**127 - 1

Residue: TypeAlias = int | None
"""A number modulo `PRIME`; None where it has none, because something was divided by 0."""

Print: TypeAlias = tuple[Bounded, Residue]
"""A value in decimals, which says what is above zero, and its residue."""

EXACTLY_0: Print = ((ZERO, ZERO), 0)
EXACTLY_1: Print = ((ONE, ZERO), 1)


class PrintAlgebra(Protocol):
    """What a reading works with; `Fingerprints` is it."""

    def sum(self, terms: list[Print]) -> Print:
        """Return the sum."""
        ...

    def minus(self, operand: Print) -> Print:
        """Return the negative."""
        ...

    def choice(self, tested: Print, above: Print, otherwise: Print) -> Print:
        """Return the branch that is taken."""
        ...

    def value(self, function: str, *operands: Print) -> Bounded:
        """Return what a function is in decimals."""
        ...

    def root_of(self, operand: Print, mark: int) -> int:
        """Return the residue of a root."""
        ...


ResidueReading: TypeAlias = Callable[..., Print]
"""(algebra, name of the function, operands) -> its fingerprint."""


def at_random(code: PrintAlgebra, function: str, *operands: Print) -> Print:
    """Read a function of which nothing is known but that equal operands give equal values."""
    return by_law(lambda *marks: drawn_at(function, *marks))(code, function, *operands)


def by_law(law: Callable[..., Residue]) -> ResidueReading:
    """Return the reading of a function whose residue follows from those of its operands."""

    def read(code: PrintAlgebra, function: str, *operands: Print) -> Print:
        value = code.value(function, *operands)
        marks = [mark for _, mark in operands if mark is not None]
        return value, law(*marks) if len(marks) == len(operands) else None

    return read


def in_branches(formula: Callable[..., Print]) -> ResidueReading:
    """Return the reading of a function that is one of several formulas: (algebra, operands)."""
    return lambda code, _, *operands: formula(code, *operands)


def root(code: PrintAlgebra, function: str, operand: Print) -> Print:
    """Read a root: a multiple of what was squared, where it is one."""
    mark = operand[1]
    return code.value(function, operand), None if mark is None else code.root_of(operand, mark)


def residue(value: Decimal) -> Residue:
    """Return a decimal modulo `PRIME`.

    >>> residue(Decimal("0.5")) * 2 % PRIME, residue(Decimal("-3E+2")) == PRIME - 300
    (1, True)
    """
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        return None
    return int(value.scaleb(-exponent, EXACT)) * pow(10, exponent, PRIME) % PRIME


def drawn_at(function: str, *marks: int) -> int:
    """Return the residue that is drawn for a function at these numbers."""
    from hashlib import blake2b  # takes a while to import, and is seldom needed

    digest = blake2b(f"{function} {marks}".encode(), digest_size=32).digest()
    return int.from_bytes(digest, "big") % (PRIME - 1) + 1


def exp_residue(mark: int) -> int:
    """Return e^x: 1 at 0, and e^-x is its inverse."""
    if not mark:
        return 1
    if mark <= PRIME // 2:
        return drawn_at("exp", mark)
    return pow(drawn_at("exp", PRIME - mark), -1, PRIME)


def tanh_residue(mark: int) -> Residue:
    """Return tanh x = (e^2x - 1)/(e^2x + 1)."""
    power = exp_residue(2 * mark % PRIME)
    return (power - 1) * pow(power + 1, -1, PRIME) % PRIME if power + 1 != PRIME else None


def cosh_residue(mark: int) -> int:
    """Return cosh x = (e^x + e^-x)/2."""
    power = exp_residue(mark)
    return (power + pow(power, -1, PRIME)) * pow(2, -1, PRIME) % PRIME


def odd(function: str) -> Callable[[int], int]:
    """Return the law of a function that changes its sign with its operand."""

    def law(mark: int) -> int:
        if mark <= PRIME // 2:
            return drawn_at(function, mark) if mark else 0
        return -drawn_at(function, PRIME - mark) % PRIME

    return law


def half_one_plus_residue(mark: Residue) -> Residue:
    """Return (1 + y)/2."""
    return None if mark is None else (1 + mark) * pow(2, -1, PRIME) % PRIME


def ln_residue(mark: int) -> Residue:
    """Return ln x: 0 at 1, and ln 1/x is its negative."""
    if not mark:
        return None
    inverse = pow(mark, -1, PRIME)
    if mark == inverse:
        return 0 if mark == 1 else None
    return drawn_at("ln", mark) if mark < inverse else -drawn_at("ln", inverse) % PRIME


def softplus_residue(mark: int) -> Residue:
    """Return ln(1 + e^x)."""
    return ln_residue((1 + exp_residue(mark)) % PRIME)


def exp_minus_1_residue(mark: int) -> Residue:
    """Return e^x - 1."""
    return (exp_residue(mark) - 1) % PRIME


def ln_cosh_residue(mark: int) -> Residue:
    """Return ln cosh x."""
    return ln_residue(cosh_residue(mark))


def half_one_plus_tanh_residue(mark: int) -> Residue:
    """Return (1 + tanh x)/2."""
    return half_one_plus_residue(tanh_residue(mark))


def normal_cdf_residue(mark: int) -> Residue:
    """Return Φ(x), which is ½ and an odd function."""
    return half_one_plus_residue(odd("normal_cdf")(mark))


def max0_branch(code: PrintAlgebra, x: Print) -> Print:
    """Return max(0, x)."""
    return code.choice(x, x, EXACTLY_0)


def maximum_branch(code: PrintAlgebra, a: Print, b: Print) -> Print:
    """Return max(a, b)."""
    return code.choice(code.sum([a, code.minus(b)]), a, b)


def minimum_branch(code: PrintAlgebra, a: Print, b: Print) -> Print:
    """Return min(a, b)."""
    return code.choice(code.sum([a, code.minus(b)]), b, a)


def absolute_branch(code: PrintAlgebra, x: Print) -> Print:
    """Return |x|."""
    return code.choice(x, x, code.minus(x))


def sign_branch(code: PrintAlgebra, x: Print) -> Print:
    """Return -1, 0 or 1."""
    return code.choice(x, EXACTLY_1, code.choice(code.minus(x), code.minus(EXACTLY_1), EXACTLY_0))


def step_branch(code: PrintAlgebra, x: Print) -> Print:
    """Return 1 from 0 on, 0 below."""
    return code.choice(code.minus(x), EXACTLY_0, EXACTLY_1)
