"""The notations: every quantity has a name of its own, and each book gets its own lines."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.cli import run
from bpcalc.errors import CalculationError, ExerciseError, NotAQuantity
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, KINDS, RATES, kinds_for
from bpcalc.maths.precision import EXACT
from bpcalc.notation.latex import latex
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling, loose
from tests.helpers.exercises import exercises
from tests.helpers.ranges import few

FEW = settings(max_examples=few(5, 25))
EACH = pytest.mark.parametrize("notation", NOTATIONS)
OPEN = frozenset({"delta", "changes"})

SIZES = st.one_of(
    st.lists(st.integers(1, 5), min_size=2, max_size=6),
    st.lists(st.integers(1, 12), min_size=2, max_size=4),
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Return a random layout: any depth, any biases, any convention."""
    sizes = tuple(draw(SIZES))
    layers = len(sizes) - 1
    return Layout(
        units=default_units(sizes),
        shared_bias=tuple(draw(st.lists(st.booleans(), min_size=layers, max_size=layers))),
        thresholds=draw(st.booleans()),
        descent=draw(st.booleans()),
    )


def at(layout: Layout, *when: int | None, softmax: bool = False) -> Iterator[Key]:
    """Yield every quantity that a calculation may have at one sample and epoch."""
    sizes, last = layout.sizes, len(layout.sizes) - 1
    yield from (Key(kind) for kind in sorted(RATES - {"layer_rate"}))
    yield from (Key("layer_rate", layer) for layer in range(1, last + 1))
    worked = kinds_for("power", "error", "norm", "measure", place="whole")
    yield from (Key(kind, None, None, None, *when) for kind in sorted(worked))
    for layer, size in enumerate(sizes):
        for unit in range(1, size + 1):
            yield from _of_unit(layer, unit, last, when, softmax=softmax)
            if softmax and layer == last:
                for source in range(1, size + 1):
                    yield Key("slope", layer, unit, source, *when)
    for layer, (below, size) in enumerate(pairwise(sizes), start=1):
        places = [(unit, source) for unit in range(1, size + 1) for source in range(1, below + 1)]
        biased = [None] if layout.shared_bias[layer - 1] else range(1, size + 1)
        for kind in [kind for kind in KINDS if INFO[kind].place == "edge"]:
            yield from (Key(kind, layer, *place, *when) for place in places)
        for kind in [kind for kind in KINDS if INFO[kind].place == "bias"]:
            yield from (Key(kind, layer, unit, None, *when) for unit in biased)


def _of_unit(
    layer: int, unit: int, last: int, when: tuple[int | None, ...], *, softmax: bool
) -> Iterator[Key]:
    yield Key("error_slope", layer, unit, None, *when)
    if layer == 0:
        for kind in ("input", "raw_input"):
            yield Key(kind, 0, unit, None, when[0])
        yield from (Key(kind, 0, unit) for kind in sorted(kinds_for("statistic")))
        return
    for kind, info in INFO.items():
        others = ("datum", "sensitivity", "statistic")
        deltas = info.role == "sensitivity" and not info.factor
        if info.place == "unit" and (info.role not in others or deltas):
            yield Key(kind, layer, unit, None, *when)
    if not (softmax and layer == last):
        yield Key("slope", layer, unit, None, *when)
    if layer == last:
        for kind in ("target", "raw_target"):
            yield Key(kind, layer, unit, None, when[0])
        yield from (Key(kind, layer, unit) for kind in sorted(kinds_for("statistic")))
        yield Key("turned_back", layer, unit, None, *when)
        yield Key("error", layer, unit, None, *when)


@EACH
@given(layout=layouts(), softmax=st.booleans())
@FEW
def test_no_two_quantities_share_a_name(notation, layout, softmax):
    """Within one sample and epoch, a name, a symbol and its LaTeX stand for one quantity."""
    spelling = Spelling(NOTATIONS[notation], layout)
    seen: dict[str, Key] = {}
    keys = [*at(layout, 1, 1, softmax=softmax), Key("total_error", epoch=1)]
    for key in keys:
        for text in {*spelling.form(key), f"latex {latex(spelling.boxes(key))}"}:
            assert seen.setdefault(text, key) == key, text

    assert {key.kind for key in keys} == set(KINDS)


@EACH
@given(layout=layouts(), softmax=st.booleans(), together=st.booleans())
@FEW
def test_reading_a_spelling_gives_the_quantity_back(notation, layout, softmax, together):
    """`read(full(key))` is the key, for every key of every kind, sample and epoch."""
    spelling = Spelling(NOTATIONS[notation], layout)
    keys = dict.fromkeys(calculation(layout, softmax=softmax, together=together))
    full = {spelling.full(key): key for key in keys}
    first: dict[str, Key] = {}
    for key in keys:
        first.setdefault(spelling.name(key), key)

    assert len(full) == len(keys)
    for name, key in Random(0).sample(sorted(full.items()), min(12, len(full))):
        assert spelling.read(name, keys) == key
        assert spelling.read(spelling.name(key), keys) == first[spelling.name(key)]
        assert spelling.read(spelling.symbol(key), keys) == first[spelling.name(key)]


def calculation(layout: Layout, *, softmax: bool, together: bool) -> Iterator[Key]:
    """Yield the quantities of two epochs of two samples, in order of working."""
    shared = ("weight", "bias", "weight_change", "bias_change", "new_weight", "new_bias")
    for epoch in (1, 2):
        for sample in (1, 2):
            found = at(layout, sample, epoch, softmax=softmax)
            yield from (key for key in found if not (together and key.kind in shared))
        pooled = (*shared, "weight_gradient", "bias_gradient")
        if together:
            yield from (key for key in at(layout, None, epoch) if key.kind in pooled)
        yield Key("total_error", epoch=epoch)


@EACH
@given(layout=layouts())
@FEW
def test_names_can_be_typed(notation, layout):
    """A name is ASCII, without blanks and without what a shell would take for its own."""
    spelling = Spelling(NOTATIONS[notation], layout)

    for key in calculation(layout, softmax=True, together=True):
        assert re.fullmatch(r"-?[A-Za-z][A-Za-z0-9_/]*(@[a-z0-9]+)?", spelling.full(key))


@EACH
def test_a_name_may_be_typed_without_its_underscores(notation):
    """`theta4` and `θ4` are as good as `theta_4` and `θ₄`, if nothing else is called so."""
    spelling = Spelling(NOTATIONS[notation], Layout(default_units((2, 3, 2)), (False, False)))
    keys = [key for key in at(spelling.layout, 1, 1) if key.kind in ("weight", "bias", "out")]

    for key in keys:
        for text in spelling.form(key):
            assert spelling.read(loose(text), keys) == key


def test_what_could_be_two_names_is_none():
    """`w111` might be w_1,11 and w_11,1, so it is neither."""
    spelling = Spelling(NOTATIONS["zhou"], Layout(default_units((11, 11, 11)), (False, False)))
    keys = [Key("weight", 2, 11, 1), Key("weight", 2, 1, 11)]

    assert spelling.read("w_1_11", keys) == keys[0]
    with pytest.raises(NotAQuantity, match="did you mean `w_1"):
        spelling.read("w111", keys)


def test_sample_and_epoch_stand_behind_a_name():
    """A bare name is the first one; the gradient of the batch is `@all`."""
    spelling = Spelling(NOTATIONS["mazur"], Layout(default_units((1, 1, 1)), (False, False)))

    assert spelling.full(Key("net", 1, 1, None, 1, 1)) == "net_h1"
    assert spelling.full(Key("net", 1, 1, None, 2, 3)) == "net_h1@s2e3"
    assert spelling.full(Key("input", 0, 1, None, 2)) == "i1@s2"
    assert spelling.full(Key("weight_gradient", 1, 1, 1, None, 1)) == "dE/dw1@all"
    assert spelling.full(Key("new_weight", 1, 1, 1, None, 2)) == "w1_new@e2"
    assert spelling.full(Key("total_error", epoch=2)) == "E_samples@e2"


SPELT = {
    "mazur": "w3 w6 b_h2 net_h2 out_o1 E_o1 E_total δ_h2 δ_o1 ∂E/∂w6 Δw6 w6⁺",
    "z-a": "w²₂₁ w³₁₂ b²₂ z²₂ a³₁ C₁ C δ²₂ δ³₁ ∂C/∂w³₁₂ Δw³₁₂ w³₁₂′",
    "han-kamber": "w₁₄ w₄₅ θ₄ I₄ O₅ E₅ E Err₄ Err₅ ∂E/∂w₄₅ Δw₄₅ w₄₅⁺",
    "zhou": "v₁₂ w₂₁ γ₂ α₂ ŷ₁ E_k,1 E_k e₂ g₁ ∂E/∂w₂₁ Δw₂₁ w₂₁⁺",
    "hanliqun": "v₁₂ w₂₁ v₀₂ netʸ₂ o₁ E₁ E δʸ₂ δᵒ₁ ∂E/∂w₂₁ Δw₂₁ w₂₁⁺",
    "fausett": "v₁₂ w₂₁ v₀₂ z_in₂ y₁ E₁ E δ_h2 δ₁ ∂E/∂w₂₁ Δw₂₁ w₂₁⁺",
    "ng": "w¹₂₁ w²₁₂ b¹₂ z¹₂ a²₁ L₁ L dz¹₂ dz²₁ dw²₁₂ Δw²₁₂ w²₁₂′",
}
SET = {
    "mazur": r"w_3 w_6 b_{h_2} \mathrm{net}_{h_2} \mathrm{out}_{o_1} E_{o_1} E_{\mathrm{total}} "
    r"\delta_{h_2} \delta_{o_1} \frac{\partial~E}{\partial~w_6} \Delta~w_6 w_6^{+}",
    "z-a": r"w^2_{21} w^3_{12} b^2_2 z^2_2 a^3_1 C_1 C \delta^2_2 \delta^3_1 "
    r"\frac{\partial~C}{\partial~w^3_{12}} \Delta~w^3_{12} {w^3_{12}}'",
    "han-kamber": r"w_{14} w_{45} \theta_4 I_4 O_5 E_5 E \mathrm{Err}_4 \mathrm{Err}_5 "
    r"\frac{\partial~E}{\partial~w_{45}} \Delta~w_{45} w_{45}^{+}",
    "zhou": r"v_{12} w_{21} \gamma_2 \alpha_2 \hat{y}_1 E_{k,1} E_k e_2 g_1 "
    r"\frac{\partial~E}{\partial~w_{21}} \Delta~w_{21} w_{21}^{+}",
    "hanliqun": r"v_{12} w_{21} v_{02} \mathrm{net}^y_2 o_1 E_1 E \delta^y_2 \delta^o_1 "
    r"\frac{\partial~E}{\partial~w_{21}} \Delta~w_{21} w_{21}^{+}",
    "fausett": r"v_{12} w_{21} v_{02} z_{\mathrm{in}_2} y_1 E_1 E \delta_{h_2} \delta_1 "
    r"\frac{\partial~E}{\partial~w_{21}} \Delta~w_{21} w_{21}^{+}",
    "ng": r"w^1_{21} w^2_{12} b^1_2 z^1_2 a^2_1 L_1 L \mathrm{dz}^1_2 \mathrm{dz}^2_1 "
    r"dw^2_{12} \Delta~w^2_{12} {w^2_{12}}'",
}
SHOWN = [
    Key("weight", 1, 2, 1),
    Key("weight", 2, 1, 2),
    Key("bias", 1, 2),
    Key("net", 1, 2),
    Key("out", 2, 1),
    Key("error", 2, 1),
    Key("total_error", sample=1),
    Key("delta", 1, 2),
    Key("delta", 2, 1),
    Key("weight_gradient", 2, 1, 2),
    Key("weight_change", 2, 1, 2),
    Key("new_weight", 2, 1, 2),
]


@EACH
def test_the_symbols_are_those_of_the_book(notation):
    """The weights i1 -> h2 and h2 -> o1 of a 2-2-1 network, and what belongs to them."""
    spelling = Spelling(NOTATIONS[notation], Layout(default_units((2, 2, 1)), (False, False)))

    assert list(map(spelling.symbol, SHOWN)) == SPELT[notation].split()
    assert [
        latex(spelling.boxes(key)).replace("l ", "l~").replace("a ", "a~") for key in SHOWN
    ] == SET[notation].split()


def test_books_go_on_where_they_stop_at_one_hidden_layer():
    """With more hidden layers, theirs are told apart, and two-digit numbers are set apart."""
    layout = Layout(default_units((2, 12, 2, 1)), (False, True, False))
    keys = [
        Key("weight", 1, 12, 1),
        Key("weight", 2, 1, 12),
        Key("weight", 3, 1, 2),
        Key("bias", 2),
        Key("out", 2, 2),
        Key("delta", 2, 2),
    ]
    spelt = {
        name: [Spelling(notation, layout).symbol(key) for key in keys]
        for name, notation in NOTATIONS.items()
    }

    assert spelt == {
        "mazur": ["w23", "w36", "w50", "b2", "out_h2_2", "δ_h2_2"],
        "z-a": ["w²_12,1", "w³_1,12", "w⁴_1,2", "b³", "a³₂", "δ³₂"],
        "han-kamber": ["w_1,14", "w_14,15", "w_16,17", "θ⁽²⁾", "O₁₆", "Err₁₆"],
        "zhou": ["v⁽¹⁾_1,12", "v⁽²⁾_12,1", "w_2,1", "γ⁽²⁾", "b⁽²⁾₂", "e⁽²⁾₂"],
        "hanliqun": ["w¹_1,12", "w²_12,1", "w³_2,1", "w²₀", "y²₂", "δ²₂"],
        "fausett": ["v¹_1,12", "v²_12,1", "w_2,1", "v²₀", "z²₂", "δ²_h2"],
        "ng": ["w¹_12,1", "w²_1,12", "w³_1,2", "b²", "a²₂", "dz²₂"],
    }


HOSTILE = ["a{b", "50%", "x_y", r"\cmd", "$z$", "#&~^", "净输入", "h_1", "<b>", "x|y"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_units_do_not_harm_latex(name):
    """Whatever a unit is called, TeX sees balanced groups and no command of the user's."""
    layout = Layout(((name,), ("o",)), (False,))
    set_by_tex = latex(Spelling(NOTATIONS["mazur"], layout).boxes(Key("input", 0, 1)))
    commands = re.findall(r"\\([A-Za-z]+)", set_by_tex)
    bare = re.sub(r"\\.", "", set_by_tex)

    assert set(commands) <= {"mathrm", "text", "backslash", "hat", "sim"}
    assert bare.count("{") == bare.count("}")
    assert not set(bare) & set("$%#&~")
    assert re.search(r"\\text\{[^}]*净", set_by_tex) or "净" not in name


# Each book's own lines


ZHOU = """
inputs: [0.4, 0.7]
targets: [0.9]
learning_rate: 0.1
layers: [2, 2, 1]
notation: zhou
weights: {v11: 0.2, v12: -0.3, v21: 0.5, v22: 0.4, w11: 0.6, w21: -0.2}
thresholds: {γ1: 0.15, γ2: -0.05, θ1: 0.25}
"""


def load(tmp_path, text: str) -> Exercise:
    """Return the exercise of a file with this text."""
    path = tmp_path / "exercise.yaml"
    path.write_text(text, encoding="utf-8")
    return bpcalc.load(path)


def formulas(solution: bpcalc.Solution, epoch: int = 1) -> dict[str, str]:
    """Return the formulas of an epoch by the symbols that stand before them."""
    return {
        solution.symbol(line): solution.formula(line)
        for line in solution
        if line.key.epoch == epoch and line.key.kind not in ("weight", "bias")
    }


def test_zhou(tmp_path):
    """周志华 (2016), 机器学习, equations 5.3 to 5.15, for one output."""
    solution = bpcalc.solve(load(tmp_path, ZHOU))

    assert formulas(solution) == {
        "α₁": "v₁₁·x₁ + v₂₁·x₂",
        "α₂": "v₁₂·x₁ + v₂₂·x₂",
        "b₁": "1/(1 + e^(-(α₁ - γ₁)))",
        "b₂": "1/(1 + e^(-(α₂ - γ₂)))",
        "β₁": "w₁₁·b₁ + w₂₁·b₂",
        "ŷ₁": "1/(1 + e^(-(β₁ - θ₁)))",
        "E_k,1": "1/2·(y₁ - ŷ₁)²",
        "E_k": "E_k,1",
        "g₁": "ŷ₁·(1 - ŷ₁)·(y₁ - ŷ₁)",
        "e₁": "b₁·(1 - b₁)·w₁₁·g₁",
        "e₂": "b₂·(1 - b₂)·w₂₁·g₁",
        "Δw₁₁": "η·g₁·b₁",
        "w₁₁⁺": "w₁₁ + Δw₁₁",
        "Δw₂₁": "η·g₁·b₂",
        "w₂₁⁺": "w₂₁ + Δw₂₁",
        "Δθ₁": "-η·g₁",
        "θ₁⁺": "θ₁ + Δθ₁",
        "Δv₁₁": "η·e₁·x₁",
        "v₁₁⁺": "v₁₁ + Δv₁₁",
        "Δv₂₁": "η·e₁·x₂",
        "v₂₁⁺": "v₂₁ + Δv₂₁",
        "Δv₁₂": "η·e₂·x₁",
        "v₁₂⁺": "v₁₂ + Δv₁₂",
        "Δv₂₂": "η·e₂·x₂",
        "v₂₂⁺": "v₂₂ + Δv₂₂",
        "Δγ₁": "-η·e₁",
        "γ₁⁺": "γ₁ + Δγ₁",
        "Δγ₂": "-η·e₂",
        "γ₂⁺": "γ₂ + Δγ₂",
    }


def test_han_kamber():
    """Han, Kamber & Pei (2012), table 9.1's example: the formulas of tables 9.2 to 9.4."""
    found = formulas(bpcalc.solve("han-kamber"))

    assert {symbol: found[symbol] for symbol in found if symbol[0] not in "wθ"} == {
        "I₄": "w₁₄·O₁ + w₂₄·O₂ + w₃₄·O₃ + θ₄",
        "I₅": "w₁₅·O₁ + w₂₅·O₂ + w₃₅·O₃ + θ₅",
        "O₄": "1/(1 + e^(-I₄))",
        "O₅": "1/(1 + e^(-I₅))",
        "I₆": "w₄₆·O₄ + w₅₆·O₅ + θ₆",
        "O₆": "1/(1 + e^(-I₆))",
        "E₆": "1/2·(T₆ - O₆)²",
        "E": "E₆",
        "Err₆": "O₆·(1 - O₆)·(T₆ - O₆)",
        "Err₅": "O₅·(1 - O₅)·Err₆·w₅₆",
        "Err₄": "O₄·(1 - O₄)·Err₆·w₄₆",
        "Δw₄₆": "l·Err₆·O₄",
        "Δw₅₆": "l·Err₆·O₅",
        "Δθ₆": "l·Err₆",
        "Δw₁₄": "l·Err₄·O₁",
        "Δw₂₄": "l·Err₄·O₂",
        "Δw₃₄": "l·Err₄·O₃",
        "Δw₁₅": "l·Err₅·O₁",
        "Δw₂₅": "l·Err₅·O₂",
        "Δw₃₅": "l·Err₅·O₃",
        "Δθ₄": "l·Err₄",
        "Δθ₅": "l·Err₅",
    }
    assert found["w₄₆⁺"] == "w₄₆ + Δw₄₆"
    assert found["θ₄⁺"] == "θ₄ + Δθ₄"


def test_hanliqun():
    """韩力群 (2007): thresholds are weights of an input -1, δ takes the error first."""
    found = formulas(bpcalc.solve(with_notation(bpcalc.load("thresholds"), "hanliqun")))

    assert found["netʸ₁"] == "v₁₁·x₁ + v₂₁·x₂ - v₀₁"
    assert found["y₁"] == "1/(1 + e^(-netʸ₁))"
    assert found["δᵒ₁"] == "(d₁ - o₁)·o₁·(1 - o₁)"
    assert found["δʸ₁"] == "(w₁₁·δᵒ₁ + w₁₂·δᵒ₂)·y₁·(1 - y₁)"
    assert found["Δw₁₂"] == "η·δᵒ₂·y₁"
    assert found["Δv₀₁"] == "-η·δʸ₁"


def test_nielsen():
    """Nielsen (2015), equations BP1 to BP4, unit by unit."""
    found = formulas(bpcalc.solve(with_notation(bpcalc.load("tanh"), "z-a")))

    assert found["z²₁"].startswith("w²₁₁·x₁ + w²₁₂·x₂")
    assert found["δ³₁"] == "∂C/∂a³₁·∂a³₁/∂z³₁"
    assert found["∂C/∂w³₁₂"] == "δ³₁·a²₂"
    assert found["w³₁₂′"] == "w³₁₂ - η·∂C/∂w³₁₂"


BATCH = """
samples:
  - {inputs: [0.1], targets: [0.8]}
  - {inputs: [0.7], targets: [0.3]}
learning_rate: 0.3
notation: NOTATION
update: UPDATE
weights: [[[0.2], [0.5]], [[0.6, -0.7]]]
biases: [0.1, 0.2]
"""


def batch(tmp_path, notation: str, update: str, more: str = "") -> dict[str, str]:
    """Return the formulas of the update after a whole batch."""
    text = BATCH.replace("NOTATION", notation).replace("UPDATE", update) + more
    solution = bpcalc.solve(load(tmp_path, text), 2)
    return {
        solution.symbol(line): solution.formula(line)
        for line in solution
        if line.key.sample is None and line.key.epoch == 2
    }


def test_changes_of_a_batch(tmp_path):
    """Every sample's δ·out in one line; a shared bias takes every unit of every sample."""
    found = batch(tmp_path, "han-kamber", "batch")

    assert found["Δw₂₄"] == "l·(Err₄[1]·O₂[1] + Err₄[2]·O₂[2])"
    assert found["Δw₁₂"] == "l·(Err₂[1]·O₁[1] + Err₂[2]·O₁[2])"
    assert found["Δθ⁽²⁾"] == "l·(Err₄[1] + Err₄[2])"
    assert found["Δθ⁽¹⁾"] == "l·(Err₂[1] + Err₃[1] + Err₂[2] + Err₃[2])"


def test_changes_of_a_mean_batch_with_momentum(tmp_path):
    """The mean is divided by the number of samples; a part of the last change is added."""
    found = batch(tmp_path, "zhou", "batch_mean", "momentum: 0.9\n")

    assert found["Δw₁₁"] == "η·(g₁[1]·b₁[1] + g₁[2]·b₁[2])/2 + μ·Δw₁₁_prev"
    assert found["Δθ"] == "η·(g₁[1] + g₁[2])/2 + μ·Δθ_prev"


def test_the_other_sign_of_delta(tmp_path):
    """If the file asks for out - target, the change has the minus."""
    solution = bpcalc.solve(load(tmp_path, ZHOU + "delta: o-t\n"))
    found = formulas(solution)

    assert found["g₁"] == "ŷ₁·(1 - ŷ₁)·(ŷ₁ - y₁)"
    assert found["Δw₁₁"] == "-η·g₁·b₁"
    assert found["Δθ₁"] == "η·g₁"


def test_without_lines_for_changes(tmp_path):
    """If the file wants no changes, the new weight takes them in."""
    found = formulas(bpcalc.solve(load(tmp_path, ZHOU + "changes: false\n")))

    assert found["w₁₁⁺"] == "w₁₁ + η·g₁·b₁"
    assert found["θ₁⁺"] == "θ₁ - η·g₁"


def test_deltas_of_other_activations_and_losses(tmp_path):
    """One line for softmax too, and target - out where the slopes cancel."""
    text = (
        "inputs: [1]\ntargets: [1, 0]\nlearning_rate: 1\nnotation: han-kamber\n"
        "weights: [[[1]], [[1], [2]]]\nactivation: [relu, softmax]\n"
    )
    squared = formulas(bpcalc.solve(load(tmp_path, text)))
    entropy = formulas(bpcalc.solve(load(tmp_path, text + "loss: cross_entropy\n")))

    assert squared["Err₃"] == "O₃·(1 - O₃)·(T₃ - O₃) - O₄·O₃·(T₄ - O₄)"
    assert squared["Err₂"] == "(1 if I₂ > 0 else 0)·(Err₃·w₂₃ + Err₄·w₂₄)"
    assert entropy["Err₃"] == "T₃ - O₃"


# What never changes


@EACH
@given(exercise=exercises(left_open=OPEN))
@settings(max_examples=few(8, 40))
def test_changing_the_notation_changes_no_number(notation, exercise):
    """Whatever two notations both write down has the same value, the sign of delta aside."""
    usual, other = with_notation(exercise, "mazur"), with_notation(exercise, notation)
    try:
        expected = calculate(usual, exercise.epochs or 1, inputs=True).values
    except CalculationError:
        return
    values = calculate(other, exercise.epochs or 1, inputs=True).values
    signs = other.delta != usual.delta

    for key in expected.keys() & values.keys():
        if leaves_out_the_bias(notation, exercise, key):
            continue
        turned = signs and (key.kind == "delta" or (key.kind == "error_slope" and key.layer))
        assert close(values[key], expected[key].copy_negate() if turned else expected[key]), key
    assert {key.kind for key in expected.keys() - values.keys()} <= {
        *("slope", "error_slope", "weight_gradient", "bias_gradient")
    }
    assert {key.kind for key in values.keys() - expected.keys()} <= {"weight_change", "bias_change"}


def leaves_out_the_bias(notation: str, exercise: Exercise, key: Key) -> bool:
    """Return whether this is a net input that another notation has the bias in."""
    return (
        NOTATIONS[notation].working.bias_in == "out"
        and key.kind == "net"
        and exercise.layers[key.layer - 1].biases is not None
    )


def close(value: Decimal, expected: Decimal) -> bool:
    """Return whether two values agree but for the last of 40 digits, or what cancelling leaves."""
    with localcontext(EXACT):
        return abs(value - expected) <= Decimal("1e-28") * max(1, abs(expected))


@EACH
@given(exercise=exercises(left_open=OPEN))
@FEW
def test_every_line_of_every_notation_can_be_read_aloud(notation, exercise):
    """Symbols, formulas and numbers of any exercise are written, in all sets of characters."""
    try:
        solution = bpcalc.solve(with_notation(exercise, notation), exercise.epochs or 1)
    except CalculationError:
        return
    names = [solution.spelling.full(line.key) for line in solution]

    assert len(set(names)) == len(names)
    for line in solution:
        assert solution.formula(line)
        assert solution.substitution(line)


# The exercise file


def test_a_notation_brings_its_defaults(tmp_path):
    """Sign of delta, changes and way of working; what the file says, wins."""
    zhou = load(tmp_path, ZHOU)
    stated = load(tmp_path, ZHOU + "delta: o-t\nchanges: false\n")

    assert (zhou.delta, zhou.changes, zhou.working) == ("t-o", True, NOTATIONS["zhou"].working)
    assert (stated.delta, stated.changes) == ("o-t", False)
    assert stated.working == zhou.working


def test_changing_the_notation_keeps_what_the_file_says(tmp_path):
    """Only what the file leaves open follows the notation."""
    open_, stated = load(tmp_path, ZHOU), load(tmp_path, ZHOU + "delta: t-o\nchanges: true\n")
    mazur = with_notation(open_, "mazur")

    assert (mazur.delta, mazur.changes) == ("o-t", False)
    assert with_notation(mazur, "zhou") == open_
    assert (with_notation(stated, "mazur").delta, stated.changes) == ("t-o", True)


@EACH
@given(sizes=SIZES, seed=st.integers(0, 999))
@FEW
def test_weights_by_name(notation, sizes, seed, tmp_path_factory):
    """In every notation, weights and biases by name are the same as in matrices."""
    spelling = Spelling(
        NOTATIONS[notation], Layout(default_units(tuple(sizes)), (False,) * (len(sizes) - 1))
    )
    random = Random(seed)
    keys = [key for key in at(spelling.layout, 1, 1) if key.kind in ("weight", "bias")]
    numbers = {key: f"{random.randint(-99, 99) / 100:.2f}" for key in keys}
    random.shuffle(keys)
    named = {
        kind: ", ".join(
            f'"{random.choice(spelling.form(key))}": {numbers[key]}'
            for key in keys
            if key.kind == kind
        )
        for kind in ("weight", "bias")
    }
    text = (
        f"inputs: {[1] * sizes[0]}\nlayers: {sizes}\nnotation: {notation}\n"
        f"weights: {{{named['weight']}}}\nbiases: {{{named['bias']}}}\n"
    )
    exercise = load(tmp_path_factory.mktemp("named"), text)

    for key, number in numbers.items():
        layer = exercise.layers[key.layer - 1]
        if key.kind == "weight":
            assert layer.weights[key.unit - 1][key.source - 1].text == number
        else:
            assert layer.biases[key.unit - 1].text == number


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("w21: -0.2", "w_21: -0.2, w₂₁: 1"), "`w₂₁` is the same as `w_21`; keep one of them"),
        ((", w21: -0.2", ""), "missing: `w_21`"),
        (("w21", "w31"), "there is no `w31` in this network and notation"),
        (("γ2", "γ3"), "there is no `γ3` in this network and notation"),
    ],
)
def test_wrong_names_are_said(tmp_path, change, says):
    """A missing, a surplus and a doubled name."""
    with pytest.raises(ExerciseError, match=re.escape(says)):
        load(tmp_path, ZHOU.replace(*change))


# The commands


def printed(capsys, *arguments: str) -> str:
    """Return what a command prints that succeeds."""
    assert run(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("characters", [(), ("--ascii",)], ids=["symbols", "names"])
def test_notations_fit_a_terminal(capsys, characters):
    """Side by side in 80 columns, one below the other in 40."""
    wide = printed(capsys, "notations", "--width", "80", *characters)
    narrow = printed(capsys, "notations", "--width", "40", *characters)

    assert max(map(len, wide.splitlines())) <= 80
    assert re.search(r"mazur +z-a +han-kamber +zhou\n", wide)
    assert re.search(r"hanliqun +fausett +ng\n", wide)
    assert max(map(len, narrow.splitlines())) <= 40
    assert all(f"\n{name}\n" in f"\n{narrow}" for name in NOTATIONS)


def test_notation_of_the_command_line(capsys):
    """`--notation` brings symbols, own lines and sign; the numbers stay."""
    shown = printed(capsys, "step", "thresholds", "--notation", "hanliqun", "--width", "120")

    assert "(d₁ - o₁)·o₁·(1 - o₁)" in shown
    assert "0.101162" in shown
    assert run(["step", "thresholds", "--notation", "bishop"]) == 2
