"""What an activation function is, and the tables that its entry fills."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from bpcalc.maths.entries import complete, enter
from bpcalc.maths.expr import Expr, Number
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record


class OwnFormula(NamedTuple):
    """A formula that an exercise brings itself.

    Attributes:
        formula: over leaves that stand for the quantities of a unit.
        slope: its derivative.
        derived: whether that was derived here, not given.
        kinks: "kink" if there are a max, min or |x| in it, "parts" if one of several formulas
            holds.
        true: whether the slope is its derivative.
    """

    formula: Expr
    slope: Expr
    derived: bool
    kinks: frozenset[str]
    true: bool = True


@complete
@record
class Activation:
    """An activation function.

    Attributes:
        name: as in the exercise file.
        value: (nets of the layer, unit counted from 0) -> formula of that unit's output.
        slope: (net, out) -> formula of ∂out/∂net of one unit.
        source: where the formula is printed.
        cross_slope: for a function of the whole layer, (outs, k, j) -> ∂out_k/∂net_j for
            k ≠ j, both counted from 0; None where a unit's output depends on its own net alone.
        outputs: the open interval in which outputs lie, or None if unbounded.
        parameter: the literal text of the parameter, for a function that has one.
        written: as an exercise file has it, with its parameter; "" if that is its name.
        kinks: the net inputs, as text, at which the slope jumps.
        kink_slope: what the slope counts as there.
        jump: the net input, as text, at which the output jumps; "" if it does nowhere.
        at_jump: the output there.
        levels: the only outputs there are, as text; () if there are more.
        own: for a formula of the exercise's own, the formula and its derivative.
    """

    name: str
    value: Callable[[Sequence[Expr], int], Expr]
    slope: Callable[[Expr, Expr], Expr]
    source: str
    cross_slope: Callable[[Sequence[Expr], int, int], Expr] | None = None
    outputs: tuple[int, int] | None = None
    parameter: str | None = None
    written: str = ""
    kinks: tuple[str, ...] = ()
    kink_slope: str = "0"
    jump: str = ""
    at_jump: str = ""
    levels: tuple[str, ...] = ()
    own: "OwnFormula | None" = None

    @property
    def whole_layer(self) -> bool:
        """Whether one unit's output depends on the net inputs of the whole layer."""
        return self.cross_slope is not None

    @property
    def in_file(self) -> str:
        """As an exercise file has it."""
        return self.written or self.name


ACTIVATIONS: dict[str, Activation] = {}
"""The activations by name; those that take a parameter with the usual one, or none."""

WITH_PARAMETER: dict[str, Callable[[str], Activation]] = {}
"""The activations that take a parameter, `{leaky_relu: 0.1}` in the exercise file."""


ABOVE_ZERO: set[str] = set()
"""Those whose parameter has to be above 0."""


class Switches(NamedTuple):
    """The settings of an activation that has several, `{step: {at_zero: 0}}`.

    Attributes:
        make: (settings as texts of numbers, by name) -> the activation.
        allowed: by setting, the numbers that it may be; () if it may be any.
    """

    make: Callable[..., Activation]
    allowed: Mapping[str, tuple[int, ...]]


WITH_SWITCHES: dict[str, Switches] = {}
"""The activations that have several settings."""


def entry(activation: Activation) -> Activation:
    """Enter an activation into the table."""
    return enter("activation", ACTIVATIONS, activation.name, activation)


Make = Callable[..., Activation]


def with_parameter(*, above_zero: bool = False) -> Callable[[Make], Make]:
    """Enter an activation that takes a parameter; the same one is made once, so that it is equal.

    What is entered returns it for the text of a parameter, or without one the usual activation.
    """

    def entered(make: Make) -> Make:
        plain = entry(make())
        others = cache(make)

        def made(parameter: str | None = plain.parameter) -> Activation:
            return plain if parameter == plain.parameter else others(parameter)

        WITH_PARAMETER[plain.name] = made
        if above_zero:
            ABOVE_ZERO.add(plain.name)
        return made

    return entered


def times(factor: Number | None, formula: Expr) -> Expr:
    """Return the product; a factor that is left out is not written."""
    return formula if factor is None else factor * formula


def number_of(parameter: str | None) -> Number | None:
    """Return a parameter as a number in a formula; None where it is left out."""
    return None if parameter is None else Number(parameter)


def written(name: str, parameter: str | None, usual: str | None = None) -> str:
    """Return an activation with its parameter as a file has it, "" if it has the usual one."""
    return "" if parameter == usual else f"{{{name}: {parameter}}}"


def unitwise(formula: Callable[[Expr], Expr]) -> Callable[[Sequence[Expr], int], Expr]:
    """Lift a formula over one net input to the signature of a whole layer."""
    return lambda nets, unit: formula(nets[unit])


def switched(name: str, allowed: Mapping[str, tuple[int, ...]]) -> Callable[[Make], Make]:
    """Enter an activation with several settings; alone, its parameter is the threshold."""

    def entered(make: Make) -> Make:
        made = cache(make)
        entry(made())
        WITH_PARAMETER[name] = lambda theta: made(theta=theta)
        WITH_SWITCHES[name] = Switches(made, allowed)
        return made

    return entered


def threshold(net: Expr, theta: Number) -> Expr:
    """Return what is compared with 0."""
    return net - theta if theta.value else net


def settings(name: str, **settings: tuple[str, str]) -> str:
    """Return the settings of an activation as a file has them; each comes with its usual text."""
    given = [f"{key}: {text}" for key, (text, usual) in settings.items() if text != usual]
    if given and all(text.startswith("theta") for text in given):
        return f"{{{name}: {settings['theta'][0]}}}"
    return f"{{{name}: {{{', '.join(given)}}}}}" if given else ""
