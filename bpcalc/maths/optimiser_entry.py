"""What an entry of the table of optimisers holds, what it needs besides, how it sees a weight."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Literal, Protocol

from bpcalc.maths.entries import IncompleteEntry, complete, demand
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import INFO, RATES, KindPlace, kinds_for
from bpcalc.records import record

Setting = bool | str


StateRole = Literal["m", "v", "m_hat", "v_hat", "v_max", "s", "u", "state"]
"""What is kept of a weight or bias; the roles of their kinds."""


class View(Protocol):
    """A weight or bias at its update, as the formulas of an optimiser see it."""

    @property
    def old(self) -> Expr:
        """The weight before the update."""

    @property
    def gradient(self) -> Expr:
        """∂E/∂w, of one sample or of the batch."""

    @property
    def learning_rate(self) -> Expr:
        """η."""

    @property
    def downhill(self) -> Expr:
        """-η·∂E/∂w, as the book writes it."""

    def rate(self, kind: Kind) -> Expr:
        """Return one of the other rates."""

    def before(self, role: StateRole) -> Expr:
        """Return what the last update left of this role; 0 at the first one."""

    def now(self, role: StateRole) -> Expr:
        """Return what this update has worked out for this role."""

    def power(self, kind: Kind) -> Expr:
        """Return the power of a rate at this update."""


OptimiserFormula = Callable[[View, Mapping[str, Setting]], Expr]


Kept = tuple[tuple[StateRole, OptimiserFormula], ...]


@complete
@record
class Rate:
    """A number by which an optimiser is set.

    Attributes:
        kind: of the quantity; its name in the file.
        default: what it is if the file does not say.
        below: it must be smaller than that; "" for no bound. It is 0 or more in any case.
    """

    kind: Kind
    default: str
    below: str = ""


@complete
@record
class Entry:
    """An optimiser.

    Attributes:
        name: as in the exercise file.
        rates: beside the learning rate.
        settings: by name, what may be set, the usual value first.
        kept: what one update hands on to the next, and how it is worked out, in this order.
        ahead: what is added to a weight before the gradient is taken there; None: nothing is.
        implied: by a setting, another one that it brings with it.
        aside: what is worked out after that, and forgotten.
        powers: powers of rates, kept from one update to the next, with the rate of each.
        steps: what is added to a weight, term by term.
        source: where the formulas are printed.
    """

    name: str
    rates: tuple[Rate, ...]
    steps: Callable[[View, Mapping[str, Setting]], tuple[Expr, ...]]
    source: str
    settings: Mapping[str, tuple[Setting, ...]] = field(default_factory=dict)
    kept: Callable[[Mapping[str, Setting]], Kept] = lambda settings: ()
    aside: Callable[[Mapping[str, Setting]], Kept] = lambda settings: ()
    powers: Callable[[Mapping[str, Setting]], tuple[tuple[Kind, Kind], ...]] = lambda settings: ()
    ahead: Callable[[View], Expr] | None = None
    implied: Mapping[str, tuple[str, Setting]] = field(default_factory=dict)


EDGES_AND_BIASES: tuple[KindPlace, ...] = ("edge", "bias")


def check_kinds(entry: Entry) -> None:
    """Make sure that whatever an optimiser works out is a kind of quantity.

    Raises:
        IncompleteEntry: it is not, so that no page could show it.
    """
    settings = {name: values[0] for name, values in entry.settings.items()}
    what = f"optimiser {entry.name!r}:"
    demand(what, [rate.kind for rate in entry.rates], RATES, "kind that is a rate")
    demand(what, [power for power, _ in entry.powers(settings)], INFO, "kind")
    for role, _ in (*entry.kept(settings), *entry.aside(settings)):
        for place in EDGES_AND_BIASES:
            if not kinds_for(role, place=place):
                raise IncompleteEntry(what, role, [f"kind at the place `{place}`"])
