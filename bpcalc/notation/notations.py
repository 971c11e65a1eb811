"""The notations. One entry in `NOTATIONS` adds one, everywhere.

A notation is data: for every kind of quantity, and where a book makes the difference for a
kind at one position, two spellings. Their parts are filled from the key:

    u            name of the unit
    j            number of the unit within its layer
    m            number of the unit, counted through the whole network, inputs included
    ij ji        numbers within the layers: of sending and receiving unit, or the other way round
    km           the same as ij, counted through
    oj           zero and the number of the unit
    l L          number of the layer; the first one that calculates is l = 1, and L = 2 unless the
                 exercise says otherwise
    n            number of the weight, counted through the whole network
    w            the weight or bias that a gradient, a change or a new value belongs to
    out net      the output and the net input that a slope is about

Two numbers are written 14, and 1_14 or 1,14 where one of them might have two digits. In a
symbol, `^[…]` and `_[…]` are raised and lowered if Unicode has the characters; else `^` and `_`
stand there. Set as in a book, symbols are read from the same templates, see `math_symbols`.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.entries import IncompleteEntry, complete, tabled
from bpcalc.maths.graph import GAINS
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import KINDS, KindRole, fellow
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Position = Literal[
    "input",
    "hidden",
    "output",
    "deep hidden",
    "deep output",
    "shared",
    "shared hidden",
    "shared output",
    "shared deep hidden",
    "shared deep output",
    "threshold",
    "shared threshold",
    "descent",
    "shared descent",
    "all samples",
]
"""Where a spelling may differ; `deep` is a network with more than one hidden layer."""


class Form(NamedTuple):
    """How one kind of quantity is spelt: two templates.

    Attributes:
        name: in ASCII, for files, the command line and JSON.
        symbol: in Unicode, for the page, and for formulas set as in a book.
    """

    name: str
    symbol: str


Forms = Mapping[Kind | tuple[Kind, Position], Form]


@complete
@record
class Notation:
    """The spelling of one school.

    Attributes:
        name: as in the exercise file.
        forms: by kind, or by kind and position where the spelling depends on it.
        source: the book or page whose spelling it is.
        delta: the sign of delta there, `o-t` for ∂E/∂net, `t-o` for -∂E/∂net.
        thresholds: whether a unit has a threshold there, subtracted, and not a bias.
        changes: whether the change of a weight has a line of its own there.
        working: how lines are set out there.
        chinese: what a Chinese book calls otherwise in headings: the usual word, and theirs.
    """

    name: str
    forms: Forms
    source: str
    delta: Literal["o-t", "t-o"] = "o-t"
    thresholds: bool = False
    changes: bool = False
    working: DerivationStyle = CHAIN
    chinese: tuple[tuple[str, str], ...] = ()

    @property
    def counts_weights(self) -> bool:
        """Whether weights are numbered through, and not named after the units they connect."""
        return "{n}" in self.forms["weight"].name

    @property
    def counts_layers(self) -> bool:
        """Whether the number of a layer depends on whether the inputs count as one."""
        return any("{L}" in form.name for form in self.forms.values())

    @property
    def counts_units(self) -> bool:
        """Whether units are numbered through, inputs included."""
        return "{m}" in self.forms["out"].name


RATE_FORMS: dict[Kind | tuple[Kind, Position], Form] = {
    "beta1": Form("beta1", "β_[1]"),
    "beta2": Form("beta2", "β_[2]"),
    "rho": Form("rho", "ρ"),
    "epsilon": Form("epsilon", "ε"),
    "weight_decay": Form("lambda", "λ"),
    "rate_factor": Form("kappa", "κ"),
    "l2": Form("lambda2", "λ_[2]"),
    "l1": Form("lambda1", "λ_[1]"),
    "clip_norm": Form("g_max", "g_max"),
    "clip_value": Form("g_limit", "g_limit"),
    "max_norm": Form("w_max", "w_max"),
    "penalty": Form("penalty", "P"),
    "mse": Form("MSE", "MSE"),
    "rmse": Form("RMSE", "RMSE"),
    "mae": Form("MAE", "MAE"),
    "mape": Form("MAPE", "MAPE"),
    "r2": Form("R2", "R^[2]"),
    "accuracy": Form("accuracy", "accuracy"),
    "gradient_norm": Form("norm_g", "‖g‖"),
    "weight_norm": Form("norm_w_{u}", "‖w‖_{u}"),
    "beta1_power": Form("beta1_t", "β_[1]^[t]"),
    "beta2_power": Form("beta2_t", "β_[2]^[t]"),
}
"""The rates of optimisers, and what belongs to no notation; all books share these letters."""

MOMENTS: dict[KindRole, Form] = {
    "penalised": Form("g_{w}", "g_{w}"),
    "clipped": Form("ghat_{w}", "ĝ_{w}"),
    "m": Form("m_{w}", "m_{w}"),
    "v": Form("v_{w}", "v_{w}"),
    "v_max": Form("vmax_{w}", "vmax_{w}"),
    "s": Form("s_{w}", "s_{w}"),
    "u": Form("u_{w}", "u_{w}"),
    "m_hat": Form("mhat_{w}", "m̂_{w}"),
    "v_hat": Form("vhat_{w}", "v̂_{w}"),
}
"""What is made of a gradient before the step."""


def _derived(error: str, new: Form) -> dict[Kind | tuple[Kind, Position], Form]:
    """Return the spellings that are built around others; `error` is the letter of the error."""
    gradient = Form(f"d{error}/d{{w}}", f"∂{error}/∂{{w}}")
    over_out = Form(f"d{error}/d{{out}}", f"∂{error}/∂{{out}}")
    change = Form("d{w}", "Δ{w}")
    moments: dict[Kind | tuple[Kind, Position], Form] = {
        kind: form
        for role, form in MOMENTS.items()
        for kind in (
            *(fellow("weight", role), fellow("bias", role)),
            *(fellow(gain, role) for gain in GAINS if role != "penalised"),
        )
    }
    return {
        **RATE_FORMS,
        **moments,
        "error_slope": over_out,
        ("error_slope", "descent"): Form(*(f"-{text}" for text in over_out)),
        "slope": Form("d{out}/d{net}", "∂{out}/∂{net}"),
        **_of_norms(error),
        "gamma_gradient": gradient,
        "beta_gradient": gradient,
        "gamma_change": change,
        "beta_change": change,
        **{fellow(kind, "ahead"): AHEAD for kind in ("weight", "bias", *GAINS)},
        "new_gamma": new,
        "new_beta": new,
        "weight_gradient": gradient,
        "bias_gradient": gradient,
        "weight_change": change,
        "bias_change": change,
        "weight_stepped": Form("{w}_step", "{w}*"),
        "new_weight": new,
        "new_bias": new,
    }


def _of_norms(error: str) -> dict[Kind | tuple[Kind, Position], Form]:
    """Return the spellings of what is normalised; those of a layer as a whole have its number.

    Source: Ioffe & Szegedy (2015), Batch normalization.
    """
    letters: dict[Kind, Form] = {
        "norm_mean": Form("mu", "μ"),
        "norm_variance": Form("var", "σ^[2]"),
        "norm_root": Form("root", "r"),
        "normalised": Form("xhat", "x̂"),
        "scaled": Form("y", "y"),
    }
    forms: dict[Kind | tuple[Kind, Position], Form] = {
        "gamma": Form("gamma_{u}", "γ_{u}"),
        "beta": Form("beta_{u}", "β_{u}"),
        "scaled_delta": Form("delta_y_{u}", "δ_y_{u}"),
    }
    over: dict[Kind, Kind] = {
        "normalised_slope": "normalised",
        "variance_slope": "norm_variance",
        "mean_slope": "norm_mean",
    }
    for kind, (name, symbol) in letters.items():
        forms[kind] = Form(f"{name}_{{u}}", f"{symbol}_{{u}}")
        forms[kind, "shared"] = Form(f"{name}_layer{{l}}", f"{symbol}_[{{l}}]")
    for kind, about in over.items():
        places: tuple[tuple[Kind | tuple[Kind, Position], Form], ...] = (
            (kind, forms[about]),
            ((kind, "shared"), forms[about, "shared"]),
        )
        for place, (name, symbol) in places:
            forms[place] = Form(f"d{error}/d{name}", f"∂{error}/∂{symbol}")
        forms[kind, "descent"] = Form(*(f"-{text}" for text in forms[kind]))
        forms[kind, "shared descent"] = Form(*(f"-{text}" for text in forms[kind, "shared"]))
    return forms


def derived_forms(error: str) -> dict[Kind | tuple[Kind, Position], Form]:
    """Return the spellings in which the letter of the error stands."""
    spelt = _derived(error, PLUS)
    about: tuple[Kind, ...] = (
        *("error_slope", "normalised_slope", "variance_slope", "mean_slope"),
        *(fellow(kind, "gradient") for kind in ("weight", "bias", *GAINS)),
    )
    return {
        place: form
        for place, form in spelt.items()
        if (place if isinstance(place, str) else place[0]) in about
    }


AHEAD = Form("{w}_ahead", "{w}_ahead")
PLUS = Form("{w}_new", "{w}⁺")
PRIME = Form("{w}_new", "{w}′")
ETA = Form("eta", "η")
ALPHA = Form("alpha", "α")
MU = Form("mu", "μ")
E_SAMPLES = Form("E_samples", "E_samples")

MAZUR = Notation(
    name="mazur",
    forms={
        "input": Form("{u}", "{u}"),
        "target": Form("target_{u}", "target_{u}"),
        "learning_rate": ETA,
        "momentum": ALPHA,
        "weight": Form("w{n}", "w{n}"),
        "bias": Form("b_{u}", "b_{u}"),
        ("bias", "shared"): Form("b{l}", "b{l}"),
        ("bias", "threshold"): Form("theta_{u}", "θ_{u}"),
        ("bias", "shared threshold"): Form("theta{l}", "θ{l}"),
        "net": Form("net_{u}", "net_{u}"),
        "out": Form("out_{u}", "out_{u}"),
        "error": Form("E_{u}", "E_{u}"),
        "total_error": Form("E_total", "E_total"),
        ("total_error", "all samples"): E_SAMPLES,
        "delta": Form("delta_{u}", "δ_{u}"),
        **_derived("E", PLUS),
    },
    source="Mazur (2015), A Step by Step Backpropagation Example",
)

Z_A = Notation(
    name="z-a",  # the input layer is layer 1, so that the first weights are w²
    forms={
        "input": Form("x{j}", "x_[{j}]"),
        "target": Form("y{j}", "y_[{j}]"),
        "learning_rate": ETA,
        "momentum": MU,
        "weight": Form("w{L}_{ji}", "w^[{L}]_[{ji}]"),
        "bias": Form("b{L}_{j}", "b^[{L}]_[{j}]"),
        ("bias", "shared"): Form("b{L}", "b^[{L}]"),
        ("bias", "threshold"): Form("theta{L}_{j}", "θ^[{L}]_[{j}]"),
        ("bias", "shared threshold"): Form("theta{L}", "θ^[{L}]"),
        "net": Form("z{L}_{j}", "z^[{L}]_[{j}]"),
        "out": Form("a{L}_{j}", "a^[{L}]_[{j}]"),
        "error": Form("C_{j}", "C_[{j}]"),
        "total_error": Form("C", "C"),
        ("total_error", "all samples"): Form("C_samples", "C_samples"),
        "delta": Form("delta{L}_{j}", "δ^[{L}]_[{j}]"),
        **_derived("C", PRIME),
    },
    source="Nielsen (2015), Neural Networks and Deep Learning, chapters 2 and 3",
)

HAN_KAMBER = Notation(
    name="han-kamber",
    forms={
        "input": Form("O_{m}", "O_[{m}]"),
        "target": Form("T_{m}", "T_[{m}]"),
        "learning_rate": Form("l", "l"),
        "momentum": ALPHA,
        "weight": Form("w{km}", "w_[{km}]"),
        "bias": Form("theta_{m}", "θ_[{m}]"),
        ("bias", "shared"): Form("theta_layer{l}", "θ^[({l})]"),
        "net": Form("I_{m}", "I_[{m}]"),
        "out": Form("O_{m}", "O_[{m}]"),
        "error": Form("E_{m}", "E_[{m}]"),
        "total_error": Form("E", "E"),
        ("total_error", "all samples"): E_SAMPLES,
        "delta": Form("Err_{m}", "Err_[{m}]"),
        **_derived("E", PLUS),
    },
    source="Han, Kamber & Pei (2012), Data Mining: Concepts and Techniques, 3rd ed., section 9.2",
    delta="t-o",
    changes=True,
    working=DerivationStyle("direct", "deltas_first", slope_first=True),
)

ZHOU = Notation(
    name="zhou",  # with several hidden layers, theirs are told apart by (1), (2), …
    forms={
        "input": Form("x_{j}", "x_[{j}]"),
        "target": Form("y_{j}", "y_[{j}]"),
        "learning_rate": ETA,
        "momentum": MU,  # α is a net input here
        ("weight", "hidden"): Form("v_{ij}", "v_[{ij}]"),
        ("weight", "deep hidden"): Form("v{l}_{ij}", "v^[({l})]_[{ij}]"),
        "weight": Form("w_{ij}", "w_[{ij}]"),
        ("bias", "hidden"): Form("gamma_{j}", "γ_[{j}]"),
        ("bias", "deep hidden"): Form("gamma{l}_{j}", "γ^[({l})]_[{j}]"),
        ("bias", "shared hidden"): Form("gamma", "γ"),
        ("bias", "shared deep hidden"): Form("gamma{l}", "γ^[({l})]"),
        ("bias", "shared"): Form("theta", "θ"),
        "bias": Form("theta_{j}", "θ_[{j}]"),
        ("net", "hidden"): Form("alpha_{j}", "α_[{j}]"),
        ("net", "deep hidden"): Form("alpha{l}_{j}", "α^[({l})]_[{j}]"),
        "net": Form("beta_{j}", "β_[{j}]"),
        ("out", "hidden"): Form("b_{j}", "b_[{j}]"),
        ("out", "deep hidden"): Form("b{l}_{j}", "b^[({l})]_[{j}]"),
        "out": Form("yhat_{j}", "ŷ_[{j}]"),
        "error": Form("E_k_{j}", "E_k,{j}"),
        "total_error": Form("E_k", "E_k"),
        ("total_error", "all samples"): Form("E", "E"),
        ("delta", "hidden"): Form("e_{j}", "e_[{j}]"),
        ("delta", "deep hidden"): Form("e{l}_{j}", "e^[({l})]_[{j}]"),
        "delta": Form("g_{j}", "g_[{j}]"),
        **_derived("E", PLUS),
        # β is a net input here; ρ stands for the decay rates, as in Goodfellow et al. (2016), 8.5.3
        "beta1": Form("rho1", "ρ_[1]"),
        "beta2": Form("rho2", "ρ_[2]"),
        "beta1_power": Form("rho1_t", "ρ_[1]^[t]"),
        "beta2_power": Form("rho2_t", "ρ_[2]^[t]"),
    },
    source="周志华 (2016),《机器学习》, 5.3",
    delta="t-o",
    thresholds=True,
    changes=True,
    working=DerivationStyle(
        "direct", "deltas_first", slope_first=True, weight_first=True, bias_in="out"
    ),
    chinese=(("权重", "连接权"), ("隐藏层", "隐层")),
)

HANLIQUN = Notation(
    name="hanliqun",  # a threshold is the weight v_0j or w_0k of an input that is always -1
    forms={
        "input": Form("x_{j}", "x_[{j}]"),
        "target": Form("d_{j}", "d_[{j}]"),
        "learning_rate": ETA,
        "momentum": ALPHA,
        ("weight", "hidden"): Form("v_{ij}", "v_[{ij}]"),
        ("weight", "deep hidden"): Form("w{l}_{ij}", "w^[{l}]_[{ij}]"),
        ("weight", "deep output"): Form("w{l}_{ij}", "w^[{l}]_[{ij}]"),
        "weight": Form("w_{ij}", "w_[{ij}]"),
        ("bias", "hidden"): Form("v_{oj}", "v_[{oj}]"),
        ("bias", "deep hidden"): Form("w{l}_{oj}", "w^[{l}]_[{oj}]"),
        ("bias", "deep output"): Form("w{l}_{oj}", "w^[{l}]_[{oj}]"),
        ("bias", "shared hidden"): Form("v_0", "v_[0]"),
        ("bias", "shared deep hidden"): Form("w{l}_0", "w^[{l}]_[0]"),
        ("bias", "shared deep output"): Form("w{l}_0", "w^[{l}]_[0]"),
        ("bias", "shared"): Form("w_0", "w_[0]"),
        "bias": Form("w_{oj}", "w_[{oj}]"),
        ("net", "hidden"): Form("net_y{j}", "net^[y]_[{j}]"),
        ("net", "deep hidden"): Form("net{l}_{j}", "net^[{l}]_[{j}]"),
        "net": Form("net_o{j}", "net^[o]_[{j}]"),
        ("out", "hidden"): Form("y_{j}", "y_[{j}]"),
        ("out", "deep hidden"): Form("y{l}_{j}", "y^[{l}]_[{j}]"),
        "out": Form("o_{j}", "o_[{j}]"),
        "error": Form("E_{j}", "E_[{j}]"),
        "total_error": Form("E", "E"),
        ("total_error", "all samples"): E_SAMPLES,
        ("delta", "hidden"): Form("delta_y{j}", "δ^[y]_[{j}]"),
        ("delta", "deep hidden"): Form("delta{l}_{j}", "δ^[{l}]_[{j}]"),
        "delta": Form("delta_o{j}", "δ^[o]_[{j}]"),
        **_derived("E", PLUS),
    },
    source="韩力群 (2007),《人工神经网络理论、设计及应用》, BP 算法",
    delta="t-o",
    thresholds=True,
    changes=True,
    working=DerivationStyle("direct", "deltas_first", weight_first=True),
    chinese=(("权重", "权值"), ("隐藏层", "隐层")),
)

FAUSETT = Notation(
    name="fausett",  # a bias is the weight v_0j or w_0k of an input that is always 1
    forms={
        "input": Form("x{j}", "x_[{j}]"),
        "target": Form("t{j}", "t_[{j}]"),
        "learning_rate": ALPHA,
        "momentum": MU,
        ("weight", "hidden"): Form("v{ij}", "v_[{ij}]"),
        ("weight", "deep hidden"): Form("v{l}_{ij}", "v^[{l}]_[{ij}]"),
        "weight": Form("w{ij}", "w_[{ij}]"),
        ("bias", "hidden"): Form("v{oj}", "v_[{oj}]"),
        ("bias", "deep hidden"): Form("v{l}_{oj}", "v^[{l}]_[{oj}]"),
        ("bias", "shared hidden"): Form("v0", "v_[0]"),
        ("bias", "shared deep hidden"): Form("v{l}_0", "v^[{l}]_[0]"),
        ("bias", "shared"): Form("w0", "w_[0]"),
        "bias": Form("w{oj}", "w_[{oj}]"),
        ("net", "hidden"): Form("z_in{j}", "z_in_[{j}]"),
        ("net", "deep hidden"): Form("z{l}_in{j}", "z^[{l}]_in_[{j}]"),
        "net": Form("y_in{j}", "y_in_[{j}]"),
        ("out", "hidden"): Form("z{j}", "z_[{j}]"),
        ("out", "deep hidden"): Form("z{l}_{j}", "z^[{l}]_[{j}]"),
        "out": Form("y{j}", "y_[{j}]"),
        "error": Form("E{j}", "E_[{j}]"),
        "total_error": Form("E", "E"),
        ("total_error", "all samples"): E_SAMPLES,
        **_derived("E", PLUS),
        ("error_slope", "hidden"): Form("delta_in{j}", "δ_in_[{j}]"),
        ("error_slope", "deep hidden"): Form("delta{l}_in{j}", "δ^[{l}]_in_[{j}]"),
        ("delta", "hidden"): Form("delta_h{j}", "δ_h{j}"),
        ("delta", "deep hidden"): Form("delta{l}_h{j}", "δ^[{l}]_h{j}"),
        "delta": Form("delta{j}", "δ_[{j}]"),
    },
    source="Fausett (1994), Fundamentals of Neural Networks, section 6.1",
    delta="t-o",
    changes=True,
    working=DerivationStyle("direct", sums=True),
)

NG = Notation(
    name="ng",  # the first layer that calculates is layer 1
    forms={
        "input": Form("x{j}", "x_[{j}]"),
        "target": Form("y{j}", "y_[{j}]"),
        "learning_rate": ALPHA,
        "momentum": Form("beta", "β"),
        "weight": Form("w{l}_{ji}", "w^[{l}]_[{ji}]"),
        "bias": Form("b{l}_{j}", "b^[{l}]_[{j}]"),
        ("bias", "shared"): Form("b{l}", "b^[{l}]"),
        ("bias", "threshold"): Form("theta{l}_{j}", "θ^[{l}]_[{j}]"),
        ("bias", "shared threshold"): Form("theta{l}", "θ^[{l}]"),
        "net": Form("z{l}_{j}", "z^[{l}]_[{j}]"),
        "out": Form("a{l}_{j}", "a^[{l}]_[{j}]"),
        "error": Form("L_{j}", "L_[{j}]"),
        "total_error": Form("L", "L"),
        ("total_error", "all samples"): Form("J", "J"),
        "delta": Form("dz{l}_{j}", "dz^[{l}]_[{j}]"),
        **_derived("L", PRIME),
        "error_slope": Form("d{out}", "d{out}"),
        ("error_slope", "descent"): Form("-d{out}", "-d{out}"),
        "weight_gradient": Form("d{w}", "d{w}"),
        "bias_gradient": Form("d{w}", "d{w}"),
        "weight_change": Form("delta_{w}", "Δ{w}"),
        "bias_change": Form("delta_{w}", "Δ{w}"),
    },
    source="Ng, Katanforoosh & Bensouda Mourri, Neural Networks and Deep Learning, weeks 3 and 4",
)

STATISTIC_ENDINGS: dict[Kind, str] = {
    "lowest": "min",
    "highest": "max",
    "mean": "mean",
    "deviation": "sd",
}
"""What is known of the numbers of one unit, over all samples."""


FOLLOWING = frozenset(
    {
        *("dropped", "raw_input", "raw_target", "turned_back"),
        *("start_rate", "end_rate", "layer_rate"),
        *STATISTIC_ENDINGS,
    }
)
"""Kinds whose letters follow from those of others, so that no notation has to name them."""


def _with_scales(notation: Notation) -> Notation:
    """Return the notation with what is said of data before they were scaled.

    Only inputs and targets are, so that the letters are theirs with a mark.

    Raises:
        IncompleteEntry: the letters that they are made of are missing, or others.
    """
    check_forms(notation, FOLLOWING)
    forms = dict(notation.forms)
    for place in ("out", ("out", "hidden"), ("out", "deep hidden")):
        if place in forms:
            name, symbol = forms[place]
            dropped = "dropped" if place == "out" else ("dropped", place[1])
            forms[dropped] = Form(f"{name}_drop", f"{symbol}°")  # type: ignore[index]
    for kind, base in (("raw_input", "input"), ("raw_target", "target"), ("turned_back", "out")):
        name, symbol = forms[base]  # type: ignore[index]  # str literals
        ending = "back" if kind == "turned_back" else "raw"
        forms[kind] = Form(f"{name}_{ending}", f"{symbol}*")  # type: ignore[index]
    name, symbol = forms["learning_rate"]
    forms["start_rate"] = Form(f"{name}_start", f"{symbol}_[0]")
    forms["end_rate"] = Form(f"{name}_end", f"{symbol}_end")
    forms["layer_rate"] = Form(f"{name}_layer{{l}}", f"{symbol}_[{{l}}]")
    for statistic, ending in STATISTIC_ENDINGS.items():
        for position, base in (("input", "raw_input"), ("output", "raw_target")):
            name, symbol = forms[base]  # type: ignore[index]
            name = name.removesuffix("_raw")
            forms[statistic, position] = Form(f"{ending}_{name}", f"{ending}_{symbol}")  # type: ignore[index]
        forms[statistic] = forms[statistic, "output"]
    return replace(notation, forms=forms)


def check_forms(notation: Notation, but_for: Collection[Kind] = ()) -> Notation:
    """Return a notation; it can spell every kind of quantity, but for some.

    Raises:
        IncompleteEntry: it cannot.
    """
    wanted = (kind for kind in KINDS if kind not in but_for)
    missing = [f"form of `{kind}`" for kind in wanted if kind not in notation.forms]
    if missing:
        raise IncompleteEntry("notation", notation.name, missing)
    return notation


NOTATIONS = tabled(
    "notation",
    (
        check_forms(_with_scales(notation))
        for notation in (MAZUR, Z_A, HAN_KAMBER, ZHOU, HANLIQUN, FAUSETT, NG)
    ),
)
