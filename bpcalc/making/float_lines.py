"""Lines of exercises of one form as Python over a list of floats."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bpcalc.maths.expr import Expr
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key
from bpcalc.training.python_source import Python

Values = list[float]
Work = Callable[[Values], tuple[float, ...]]

_FLOATS = Floats(lambda key: 0.0)
_NAMESPACE: dict[str, Callable[..., float]] = {
    "divided": _FLOATS.quotient,
    **{call: partial(_FLOATS.call, call) for call in CALLS},
}


class FloatLines:
    """What formulas are written down as, where every quantity has its place in a list."""

    def __init__(self, index: Mapping[Key, int], zeros: frozenset[Key]) -> None:
        """Know the places.

        Args:
            index: the place of every quantity.
            zeros: what is 0 in every exercise of the form.
        """
        self.index = index
        self._zeros = zeros

    def compiled(self, formulas: Sequence[Expr], into: Sequence[int] = ()) -> Work:
        """Return a function that works formulas out; into places of the values, if these are given.

        What cannot be worked out in floats leaves NaN there, or raises an ArithmeticError.
        """
        code = _Source(self.index, self._zeros)
        body: list[str] = []
        results: list[str] = []
        for number, formula in enumerate(formulas):
            text = formula.fold(code)
            body += code.lines
            code.lines.clear()
            if into:
                body.append(f"v[{into[number]}] = {text}")
            else:
                results.append(text)
        lines = [*body, f"return ({', '.join(results)}{',' if results else ''})"]
        source = "def work(v):\n" + "".join(f"    {line}\n" for line in lines)
        namespace: dict[str, object] = dict(_NAMESPACE)
        exec(compile(source, "<lines>", "exec"), namespace)
        work = namespace["work"]
        assert callable(work)
        return work

    def moved(self, values: Values, factors: Sequence[float]) -> Values:
        """Return values with nothing in common any more; only a 0 that stays is one."""
        moved = [(value or 1) * factors[at % len(factors)] for at, value in enumerate(values)]
        for key in self._zeros:
            moved[self.index[key]] = 0.0
        return moved


def worked_out(work: Work, values: Values) -> tuple[float, ...] | None:
    """Return what formulas give, None where floats cannot tell."""
    try:
        return work(values)
    except ArithmeticError:
        return None


class _Source(Python):
    """Formulas as Python, over a list of values."""

    def __init__(self, index: Mapping[Key, int], zeros: frozenset[Key]) -> None:
        super().__init__()
        self._index = index
        self._zeros = {f"v[{index[key]}]" for key in zeros}

    def ref(self, key: Key) -> str:
        return f"v[{self._index[key]}]"

    def product(self, factors: list[str]) -> str:
        # A zero that stays makes all that it is multiplied by zero, even a logarithm of less.
        if any(factor.removeprefix("-") in self._zeros for factor in factors):
            return "0.0"
        return super().product(factors)

    def quotient(self, dividend: str, divisor: str) -> str:
        return f"divided({dividend}, {divisor})"
