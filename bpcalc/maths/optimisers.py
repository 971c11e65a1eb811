"""The optimisers: how a gradient becomes a step. One entry in `OPTIMISERS` adds one, everywhere.

An entry is written once, as formulas. What an optimiser keeps from one update to the next are
lines of their own, such as the moments m and v of Adam; the powers of its β are such lines, too.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from bpcalc.maths.entries import tabled
from bpcalc.maths.expr import (
    ONE,
    Expr,
    Minus,
    Number,
    Product,
    Quotient,
    Sum,
    multiply,
)
from bpcalc.maths.function_calls import maximum, sqrt
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import KindRole
from bpcalc.maths.optimiser_entry import (
    Entry,
    Kept,
    OptimiserFormula,
    Rate,
    Setting,
    StateRole,
    View,
    check_kinds,
)
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record


@record
class Optimiser:
    """An optimiser with its numbers and settings.

    Attributes:
        name: of its entry.
        numbers: of its rates, in their order.
        chosen: the settings that are not the usual ones, by name.
    """

    name: str = "gradient"
    numbers: tuple[Number, ...] = ()
    chosen: tuple[tuple[str, Setting], ...] = ()

    @cached_property
    def form(self) -> "OptimiserForm":
        """What its formulas depend on."""
        return OptimiserForm(self.name, self.chosen)


class OptimiserForm(NamedTuple):
    """An optimiser but for its numbers.

    Attributes:
        name: of its entry.
        chosen: as in `Optimiser`.
    """

    name: str = "gradient"
    chosen: tuple[tuple[str, Setting], ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry."""
        return OPTIMISERS[self.name]

    @property
    def settings(self) -> Mapping[str, Setting]:
        """All settings."""
        return _settings(self.name, self.chosen)

    @property
    def rates(self) -> tuple[Kind, ...]:
        """The kinds of its rates."""
        return tuple(rate.kind for rate in self.entry.rates)

    @property
    def kept(self) -> tuple[StateRole, ...]:
        """What is kept of every weight and bias from one update to the next."""
        return _kept(self.name, self.chosen)

    @property
    def powers(self) -> tuple[tuple[Kind, Kind], ...]:
        """The powers that are kept, with the rate of each."""
        return self.entry.powers(self.settings)

    @property
    def plain(self) -> bool:
        """Whether a step is -η·∂E/∂w, perhaps with a part of the last change."""
        return self.name in ("gradient", "momentum") and not self.chosen

    @property
    def looks_ahead(self) -> bool:
        """Whether the gradient is taken where the last step would lead on."""
        return self.entry.ahead is not None and self.settings["at"] == "ahead"

    @property
    def keeps_changes(self) -> bool:
        """Whether the change of one update is needed in the next one."""
        return "state" in self.kept

    def lines(self, view: View) -> Iterator[tuple[StateRole, Expr]]:
        """Yield what is worked out before the step."""
        settings = self.settings
        for role, formula in (*self.entry.kept(settings), *self.entry.aside(settings)):
            if role != "state":
                yield role, formula(view, settings)

    def steps(self, view: View) -> tuple[Expr, ...]:
        """Return what is added to the weight, term by term."""
        return self.entry.steps(view, self.settings)


@lru_cache(maxsize=256)
def _settings(name: str, chosen: tuple[tuple[str, Setting], ...]) -> Mapping[str, Setting]:
    usual = {name: values[0] for name, values in OPTIMISERS[name].settings.items()}
    return MappingProxyType({**usual, **dict(chosen)})


@lru_cache(maxsize=256)
def _kept(name: str, chosen: tuple[tuple[str, Setting], ...]) -> tuple[StateRole, ...]:
    return tuple(role for role, _ in OPTIMISERS[name].kept(_settings(name, chosen)))


def _mean(role: StateRole, rate: Kind, what: Callable[[View], Expr]) -> OptimiserFormula:
    """Return β·(previous) + (1 - β)·what."""

    def formula(view: View, settings: Mapping[str, Setting]) -> Expr:
        share = view.rate(rate)
        rest = Product((Sum((ONE, Minus(share))), what(view)))
        return Sum((Product((share, view.before(role))), rest))

    return formula


def _gradient(view: View) -> Expr:
    return view.gradient


def _square(view: View) -> Expr:
    return view.gradient**2


def _squares(view: View, settings: Mapping[str, Setting]) -> Expr:
    return Sum((view.before("v"), view.gradient**2))


def _root(view: View, square: Expr, settings: Mapping[str, Setting]) -> Expr:
    """Return √v + ε, or √(v + ε)."""
    epsilon = view.rate("epsilon")
    if settings.get("epsilon_inside"):
        return sqrt(Sum((square, epsilon)))
    return Sum((sqrt(square), epsilon))


def _step(view: View, dividend: Expr, divisor: Expr) -> Expr:
    return Minus(Product((view.learning_rate, Quotient(dividend, divisor))))


def _velocity(view: View, settings: Mapping[str, Setting]) -> Expr:
    """Return v: of the gradients, of the steps, or their running mean."""
    share, form = view.rate("momentum"), settings.get("form", "velocity")
    last = Product((share, view.before("v")))
    further: Expr = view.gradient
    if form == "rate_in_velocity":
        further = Product((view.learning_rate, view.gradient))
    elif form == "averaging":
        further = Product((Sum((ONE, Minus(share))), view.gradient))
    return Sum((last, Minus(further) if settings.get("negative_v") else further))


def _downhill(step: Expr, settings: Mapping[str, Setting]) -> Expr:
    """Return a step along v, which points uphill unless it is negative."""
    return step if settings.get("negative_v") else Minus(step)


def _with_momentum(view: View, settings: Mapping[str, Setting]) -> tuple[Expr, ...]:
    if settings["form"] == "change":
        return (view.downhill, Product((view.rate("momentum"), view.before("state"))))
    if settings["form"] == "rate_in_velocity":
        return (_downhill(view.now("v"), settings),)
    return (_downhill(Product((view.learning_rate, view.now("v"))), settings),)


def _nesterov(view: View, settings: Mapping[str, Setting]) -> tuple[Expr, ...]:
    if settings["at"] == "ahead":
        return (Minus(Product((view.learning_rate, view.now("v")))),)
    ahead = Sum((view.gradient, Product((view.rate("momentum"), view.now("v")))))
    return (Minus(Product((view.learning_rate, ahead))),)


def _adadelta_change(view: View, settings: Mapping[str, Setting]) -> Expr:
    epsilon = view.rate("epsilon")
    above = sqrt(Sum((view.before("u"), epsilon)))
    below = sqrt(Sum((view.now("v"), epsilon)))
    return Product((Quotient(above, below), view.gradient))


def _squared_steps(view: View, settings: Mapping[str, Setting]) -> Expr:
    share = view.rate("rho")
    square = view.now("s") ** 2
    return Sum((Product((share, view.before("u"))), Product((Sum((ONE, Minus(share))), square))))


def _corrected(role: StateRole, power: Kind) -> OptimiserFormula:
    return lambda view, settings: Quotient(view.now(role), Sum((ONE, Minus(view.power(power)))))


def _corrections(settings: Mapping[str, Setting]) -> Kept:
    if not settings["bias_correction"]:
        return ()
    return (("m_hat", _corrected("m", "beta1_power")), ("v_hat", _corrected("v", "beta2_power")))


def _amsgrad_corrections(
    settings: Mapping[str, Setting],
) -> Kept:
    if not settings["bias_correction"]:
        return ()
    return (
        ("m_hat", _corrected("m", "beta1_power")),
        ("v_hat", _corrected("v_max", "beta2_power")),
    )


def _largest(view: View, settings: Mapping[str, Setting]) -> Expr:
    return maximum(view.before("v_max"), view.now("v"))


def _powers(settings: Mapping[str, Setting]) -> tuple[tuple[Kind, Kind], ...]:
    if not settings["bias_correction"]:
        return ()
    return (("beta1_power", "beta1"), ("beta2_power", "beta2"))


def _adam(view: View, settings: Mapping[str, Setting]) -> tuple[Expr, ...]:
    corrected = settings["bias_correction"]
    mean = view.now("m_hat" if corrected else "m")
    square = view.now("v_hat" if corrected else "v")
    return (_step(view, mean, _root(view, square, settings)),)


def _amsgrad(view: View, settings: Mapping[str, Setting]) -> tuple[Expr, ...]:
    corrected = settings["bias_correction"]
    mean = view.now("m_hat" if corrected else "m")
    square = view.now("v_hat" if corrected else "v_max")
    return (_step(view, mean, _root(view, square, settings)),)


def _adamw(view: View, settings: Mapping[str, Setting]) -> tuple[Expr, ...]:
    decay: Expr = Product((view.rate("weight_decay"), view.old))
    if settings["decay_times_rate"]:
        decay = multiply(view.learning_rate, decay)
    return (Minus(decay), *_adam(view, settings))


BETAS = (Rate("beta1", "0.9", "1"), Rate("beta2", "0.999", "1"), Rate("epsilon", "1e-8"))
ADAM_SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    "bias_correction": (True, False),
    "epsilon_inside": (False, True),
}
ADAM_MOMENTS: Kept = (
    ("m", _mean("m", "beta1", _gradient)),
    ("v", _mean("v", "beta2", _square)),
)
FORMS = ("change", "velocity", "rate_in_velocity", "averaging")
"""How momentum is written: Δw = -η·g + α·(previous Δw); v = α·v + g and w - η·v; v = α·v + η·g and
w - v; v = α·v + (1 - α)·g and w - η·v. The first three change the weights alike. With `negative_v`,
v points downhill: v = α·v - g and w + η·v, v = α·v - η·g and w + v, and so on."""

_ALL = (
    Entry(
        name="gradient",
        rates=(),
        steps=lambda view, settings: (view.downhill,),
        source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 8",
    ),
    Entry(
        name="momentum",
        rates=(Rate("momentum", "0.9", "1"),),
        settings={"form": FORMS, "negative_v": (False, True)},
        implied={"negative_v": ("form", "rate_in_velocity")},
        kept=lambda settings: (("state" if settings["form"] == "change" else "v", _velocity),),
        steps=_with_momentum,
        source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 9",
    ),
    Entry(
        name="nesterov",
        rates=(Rate("momentum", "0.9", "1"),),
        settings={"at": ("ahead", "current")},
        kept=lambda settings: (("v", _velocity),),
        steps=_nesterov,
        ahead=lambda view: Minus(
            Product((view.learning_rate, view.rate("momentum"), view.before("v")))
        ),
        source="Sutskever et al. (2013), On the importance of initialization and momentum, eq. 3; "
        "at the current point, Bengio et al. (2013), Advances in optimizing recurrent networks, "
        "eq. 7",
    ),
    Entry(
        name="adagrad",
        rates=(Rate("epsilon", "1e-10"),),
        settings={"epsilon_inside": (False, True)},
        kept=lambda settings: (("v", _squares),),
        steps=lambda view, settings: (
            _step(view, view.gradient, _root(view, view.now("v"), settings)),
        ),
        source="Duchi, Hazan & Singer (2011), JMLR 12, section 1.1",
    ),
    Entry(
        name="rmsprop",
        rates=(Rate("rho", "0.9", "1"), Rate("epsilon", "1e-8")),
        settings={"epsilon_inside": (False, True)},
        kept=lambda settings: (("v", _mean("v", "rho", _square)),),
        steps=lambda view, settings: (
            _step(view, view.gradient, _root(view, view.now("v"), settings)),
        ),
        source="Tieleman & Hinton (2012), Neural Networks for Machine Learning, lecture 6.5",
    ),
    Entry(
        name="adadelta",
        rates=(Rate("rho", "0.9", "1"), Rate("epsilon", "1e-6")),
        kept=lambda settings: (
            ("v", _mean("v", "rho", _square)),
            ("s", _adadelta_change),
            ("u", _squared_steps),
        ),
        steps=lambda view, settings: (Minus(Product((view.learning_rate, view.now("s")))),),
        source="Zeiler (2012), ADADELTA: An adaptive learning rate method, algorithm 1",
    ),
    Entry(
        name="adam",
        rates=BETAS,
        settings=ADAM_SETTINGS,
        kept=lambda settings: ADAM_MOMENTS,
        aside=_corrections,
        powers=_powers,
        steps=_adam,
        source="Kingma & Ba (2015), Adam: A method for stochastic optimization, algorithm 1",
    ),
    Entry(
        name="amsgrad",
        rates=BETAS,
        settings=ADAM_SETTINGS,
        kept=lambda settings: (*ADAM_MOMENTS, ("v_max", _largest)),
        aside=_amsgrad_corrections,
        powers=_powers,
        steps=_amsgrad,
        source="Reddi, Kale & Kumar (2018), On the convergence of Adam and beyond, algorithm 2; "
        "its correction is Adam's, as in torch.optim.Adam(amsgrad=True)",
    ),
    Entry(
        name="adamw",
        rates=(*BETAS, Rate("weight_decay", "0.01")),
        settings={**ADAM_SETTINGS, "decay_times_rate": (True, False)},
        kept=lambda settings: ADAM_MOMENTS,
        aside=_corrections,
        powers=_powers,
        steps=_adamw,
        source="Loshchilov & Hutter (2019), Decoupled weight decay regularization, algorithm 2",
    ),
)

OPTIMISERS = tabled("optimiser", _ALL)
"""The optimisers by name."""

ROLES: tuple[KindRole, ...] = ("m", "v", "m_hat", "v_hat", "v_max", "s", "u")
"""The roles of what an optimiser works out before its step."""

for _entry in _ALL:
    check_kinds(_entry)
