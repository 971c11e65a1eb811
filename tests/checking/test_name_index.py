"""Names are read in every notation, and only those are spelt that may be meant."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.name_index import NameIndex, bare_name, plain_name
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.similar_names import SimilarNames
from bpcalc.errors import AnswersError
from bpcalc.exercise.notation_choice import layout, with_notation
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling

NAMED = """\
units: {inputs: [dot, dash2], hidden: [[h1, left]], outputs: [cat, dog, x9]}
learning_rate: 0.5
activation: [sigmoid, softmax]
loss: cross_entropy
weights:
  - [[0.1, 0.2], [0.3, 0.4]]
  - [[0.5, 0.6], [0.7, 0.8], [0.9, 1.0]]
biases: [0.1, 0.2]
inputs: [1, 0]
targets: [1, 0, 0]
"""

MAZUR_NET = {
    "inputs": ["0.05", "0.10"],
    "targets": ["0.01", "0.99"],
    "weights": [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
    "biases": [["0.35", "0.35"], ["0.60", "0.60"]],
    "learning_rate": "0.5",
    "activation": "sigmoid",
}


def spellings_of(exercise):
    """Return the spellings of an exercise in every notation."""
    return [Spelling(notation, layout(exercise)) for notation in NOTATIONS.values()]


def by_every_name(spellings, keys):
    """Return keys by all their names, spelt one by one."""
    found = {}
    for spelling in spellings:
        for key in keys:
            plain = {plain_name(text) for text in spelling.form(key)}
            for form in plain | {bare_name(text) for text in plain}:
                found.setdefault(form, []).append(key)
    return found


ROWS = [[0.001 * (1 + row + column) for column in range(40)] for row in range(12)]
WIDE = f"""\
learning_rate: 0.5
weights: [{ROWS}, {[[0.1] * 12] * 2}]
biases: [0.1, 0.2]
inputs: {[0.5] * 40}
targets: [0.1, 0.9]
"""


@pytest.fixture
def load(tmp_path):
    """Load a built-in exercise, or one of these texts."""

    def loaded(exercise):
        if "\n" not in exercise:
            return bpcalc.load(exercise)
        (tmp_path / "exercise.yaml").write_text(exercise)
        return bpcalc.load(str(tmp_path / "exercise.yaml"))

    return loaded


@pytest.mark.parametrize(
    "exercise",
    [
        *("mazur", "two-three-two", "skip-connection", "thresholds", "softmax"),
        *("batch-momentum", "two-hidden-layers", "sender-numbered", NAMED),
    ],
)
def test_every_name_stands_for_all_that_is_called_so(exercise, load):
    """The index has, name by name, what spelling everything has, and in the same order."""
    spec = load(exercise)
    keys = [line.key for line in bpcalc.solve(spec)]
    index = NameIndex(spellings_of(spec), keys)

    for form, expected in by_every_name(spellings_of(spec), keys).items():
        assert list(dict.fromkeys(index.get(form))) == list(dict.fromkeys(expected)), form
    assert not index.get("Answersheet")


@pytest.mark.parametrize(("text", "known"), [("# Answer sheet", 0), ("delta3_1", 1)])
def test_only_names_that_may_be_meant_are_spelt(text, known, load, monkeypatch):
    """A remark spells one name of a kind in other notations; a delta's name, no weights besides."""
    spec = load(WIDE)
    names = QuantityIndex(spec, [line.key for line in bpcalc.solve(spec)])
    spelt = []
    form = Spelling.form

    def counted(self, key):
        if self.notation is not names.own.notation:
            spelt.append(key)
        return form(self, key)

    monkeypatch.setattr(Spelling, "form", counted)

    assert bool(names.knows(text)) == bool(known)
    weights = {key.timeless for key in spelt if key.kind == "weight_gradient"}
    assert spelt
    assert len(weights) <= 2  # one of each layer, of 504


@pytest.mark.parametrize(
    ("notation", "name", "value", "meant"),
    [
        ("z-a", "a_1^2", "0.5933", "a2_1"),
        ("z-a", "a₁²", "0.5933", "a2_1"),
        ("z-a", "a_1^{(2)}", "0.5933", "a2_1"),
        ("z-a", "z_{1}^{2}", "0.3775", "z2_1"),
        ("z-a", "a_1^3", "0.7514", "a3_1"),
        ("z-a", r"\delta_2^{3}", "-0.0381", "delta3_2"),
        ("ng", "z_2^{[1]}", "0.3925", "z1_2"),
        ("ng", "dw_{21}^{[2]}", "-0.0226", "dw2_21"),
        ("ng", "z1[1]", "0.3775", "z1_1"),
        ("ng", "a1[1]", "0.5933", "a1_1"),
        ("mazur", "a_1^3", "0.7514", "out_o1"),
        ("mazur", "z1", "0.3775", "net_h1"),
    ],
)
def test_the_layer_is_what_is_raised_in_either_order(
    notation: str, name: str, value: str, meant: str
) -> None:
    """In LaTeX what stands below may come first; the layer stays what is raised."""
    marked = bpcalc.check({**MAZUR_NET, "notation": notation}, {name: value})
    written = [(mark.name, mark.verdict) for mark in marked.marks if mark.written]
    assert written == [(meant, "right")]


def test_layers_in_brackets_are_no_places_of_an_array() -> None:
    """Where the book has layers in brackets, a1[2] is no second number of a1."""
    sheet = {"a1[1]": "0.5933", "a1[2]": "0.7514", "z1[2]": "1.1059"}
    marked = bpcalc.check({**MAZUR_NET, "notation": "ng"}, sheet)
    written = [(mark.name, mark.verdict) for mark in marked.marks if mark.written]
    assert sorted(written) == [("a1_1", "right"), ("a2_1", "right"), ("z2_1", "right")]


@pytest.mark.parametrize(
    ("notation", "name"), [("ng", "z1"), ("ng", "a1[1]"), ("z-a", "z1"), ("mazur", "w_5^2")]
)
def test_a_name_that_may_be_several_is_told_and_never_taken_for_another(
    notation: str, name: str
) -> None:
    """No number decides, so that nothing is marked."""
    with pytest.raises(AnswersError):
        bpcalc.check({**MAZUR_NET, "notation": notation}, {name: "0.123"})


def test_a_net_input_of_another_book_is_known_where_nothing_is_learnt() -> None:
    """One forward pass alone has no second number of that name."""
    forward = {name: MAZUR_NET[name] for name in ("inputs", "weights", "biases", "activation")}
    marked = bpcalc.check({**forward, "notation": "mazur"}, {"z1": "0.3775", "z2": "0.5969"})
    written = [(mark.name, mark.verdict) for mark in marked.marks if mark.written]
    assert written == [("net_h1", "right"), ("out_h2", "right")]


BATCH = bpcalc.Exercise.build(
    samples=[
        {"inputs": ["0.1", "0.2", "0.3"], "targets": ["0", "1"]},
        {"inputs": ["0.4", "-0.3", "0.2"], "targets": ["1", "0"]},
    ],
    weights=[
        [["0.1", "0.2", "0.1"], ["0.3", "-0.4", "0.2"], ["0.3", "-0.4", "0.2"]],
        [["0.5", "-0.6", "0.2"], ["0.7", "0.8", "0.2"]],
    ],
    biases=[["0.1", "0.2", "0.3"], ["-0.3", "0.4"]],
    activation="sigmoid",
    learning_rate="0.5",
    update="batch_mean",
    notation="ng",
)
"""Two samples whose gradients are averaged, three inputs, layers in brackets."""


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dC/db1[2]", {"db1_1@all"}),
        ("dE/dw_12", {"dw2_13@all", "dw2_21@all"}),
    ],
)
def test_a_gradient_of_a_batch_by_the_name_of_another_book(name: str, meant: set[str]) -> None:
    """What may be of several places is of the whole batch in each of them."""
    names = QuantityIndex(BATCH, [line.key for line in bpcalc.solve(BATCH)])
    assert {names.told_name(key) for key in names.meaning(name).keys} == meant


@pytest.mark.parametrize(("words", "name"), [("gradient of b2", "dE/db2"), ("new b2", "b2_new")])
def test_a_bias_in_words_is_that_of_the_exercise(words: str, name: str) -> None:
    """Whatever has the same name in other books."""
    names = Marker(bpcalc.load("mazur")).names
    assert [names.told_name(key) for key in names.meaning(words).keys] == [name]


def test_a_gradient_of_one_sample_by_its_symbol() -> None:
    """Where changes have the same letters, and are of no sample."""
    spec = with_notation(bpcalc.load("batch-momentum"), "ng")
    names = QuantityIndex(spec, [line.key for line in bpcalc.solve(spec)])
    assert names.told_name(names.find("dw¹₂₂@s2")) == "dw1_22@s2"


@pytest.mark.parametrize(("names", "told"), [(3000, True), (3001, False)])
def test_a_similar_name_is_looked_for_among_so_many(names: int, told: bool) -> None:
    """More would take too long; the name is not known all the same."""
    keys = [line.key for line in bpcalc.solve(bpcalc.load("mazur"))]
    similar = SimilarNames(
        Spelling(NOTATIONS["mazur"], layout(bpcalc.load("mazur"))).name, keys, names
    )

    said = similar.unknown("nett_h1", "nett_h1")
    assert "no quantity of this calculation is called `nett_h1`" in said
    assert ("did you mean `net_h1`" in said) is told


def test_formula_and_numbers_may_stand_between_name_and_value() -> None:
    """As a program prints a line of working: symbol, formula, numbers, value."""
    names = Marker(bpcalc.load("mazur")).names
    text = (
        "net_h1   w1*i1 + w2*i2 + b1   0.15*0.05 + 0.2*0.1 + 0.35   0.3775\n"
        "net_h2   w3*i1 + w4*i2 + b1   0.3925\n"
    )
    cells = read_text(text, names).cells
    assert {names.told_name(key): cell.raw for key, cell in cells.items()} == {
        "net_h1": "0.3775",
        "net_h2": "0.3925",
    }
