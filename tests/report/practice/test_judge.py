"""The judge of the practice page against `check`: every verdict, mistake, note, mark and finding.

`benchmarks/practice_judge.py` does the same on thousands of papers.
"""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.checking.misread_givens import READ_OFF
from bpcalc.checking.slips_of_reading import Misreading, misreadings
from bpcalc.checking.verdicts import MISREAD, Options
from bpcalc.errors import BpcalcError, CalculationError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load
from bpcalc.maths.activation import ACTIVATIONS
from bpcalc.maths.expr import Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.kinds import NEW_KINDS
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.live.bundle import known
from bpcalc.report.live.trees import tree
from bpcalc.report.practice.book import JudgeBook
from tests.checking.test_convention_beside_mistakes import marker_of as exact_marker
from tests.checking.test_convention_beside_mistakes import under, worked
from tests.checking.test_float32_printouts import CANCELLED, IN_SIX_DIGITS
from tests.helpers.exercises import random_exercise
from tests.helpers.node import MISSING, answered, write_scripts
from tests.helpers.papers import HABITS, Paper
from tests.helpers.ranges import LONG, few
from tests.helpers.vectors import compared, judged_twice

ONE = Decimal(1)
FIVE = Rounding(Digits(5, significant=True))
PAIRS = (("err_sign", "slope_later"), ("loss_factor", "slope_later"), ("err_sign", "bias_in"))
LEFT_AS_THEY_ARE = """
inputs: [0.4, 0.9]
targets: [0.2]
learning_rate: 0.8
weights: [[[0.15, 0.45], [-0.35, 0.6]], [[0.9, -0.4]]]
biases: [[0.1, -0.3], [-0.15]]
"""
needs_node = pytest.mark.skipif(bool(MISSING), reason=MISSING)


@pytest.mark.sampled(2)
@needs_node
@pytest.mark.parametrize(
    "names", [("mazur", "single-neuron"), ("two-three-two",), ("softmax", "fausett")]
)
def test_the_page_says_what_check_says(names: tuple[str, ...], tmp_path: Path) -> None:
    """On honest papers, those of programs, and those with mistakes, slips and conventions."""
    write_scripts(tmp_path)
    markers = [Marker(load(name)) for name in names]
    for each in compared(markers, len(HABITS), 5, tmp_path):
        assert each.got == each.wanted, each.paper


@needs_node
def test_random_exercises(tmp_path: Path) -> None:
    """Over all activations, losses, conventions and roundings."""
    random = Random(3)
    markers: list[Marker] = []
    while len(markers) < few(1, 3):
        exercise = random_exercise(random, largest=1)
        try:
            calculate(exercise)
        except CalculationError:
            continue
        markers.append(Marker(exercise))
    write_scripts(tmp_path)
    for each in compared(markers, len(HABITS), 11, tmp_path):
        assert each.got == each.wanted, each.paper


@pytest.mark.sampled(1)
@needs_node
@pytest.mark.parametrize("name", ["mazur", "fausett"])
def test_two_conventions_on_one_sheet(name: str, tmp_path: Path) -> None:
    """Each of which passes, but explains nothing alone; and one wrong number beside them."""
    marker = Marker(load(name), 1, Options(FIVE))
    sheets = []
    for first, second in PAIRS:
        scheme = marker.scheme
        for wanted in (first, second):
            one = next(one for one in CONVENTIONS if one.id == wanted)
            scheme = next(variants(one, scheme, 1))
        cells = {key: FIVE.shown(key.kind, scheme.values[key]) for key in marker.asked}
        sheets += [Paper("pair", cells), Paper("pair", {**cells, marker.asked[0]: "0.7"})]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, sheets)], tmp_path):
        assert each.got == each.wanted, each.paper
        assert {"convention"} <= {mark["verdict"] for mark in each.got["marks"]}


@needs_node
def test_a_convention_beside_one_mistake(tmp_path: Path) -> None:
    """Errors without the ½, and no δ of an output is right; errors alone are no convention."""
    asked = []
    for name in ("mazur", "two-three-two"):
        marker = exact_marker(name)
        sheets = []
        for rule in ("no_fprime", "fprime_twice", "no_weights"):
            for kept in ("loss_factor", "err_sign", "slope_later"):
                cells = worked(marker, under(marker, kept), rule, "delta", 2)
                sheets.append(Paper(f"{kept} {rule}", {k: cell.raw for k, cell in cells.items()}))
            usual = worked(marker, marker.scheme, rule, "delta", 2)
            mixed = {k: cells[k] if k.kind == "error" else cell for k, cell in usual.items()}
            sheets.append(Paper(f"errors {rule}", {k: cell.raw for k, cell in mixed.items()}))
        asked.append((marker, sheets))
    write_scripts(tmp_path)
    found = judged_twice(asked, tmp_path)
    for each in found:
        assert each.got == each.wanted, each.paper
    ids = {finding[0] for each in found for finding in each.got["findings"]}
    assert {"loss_factor", "no_fprime", "fprime_twice"} <= ids


@pytest.mark.sampled(1)
@needs_node
@pytest.mark.parametrize("name", ["mazur", "two-three-two"])
def test_numbers_in_the_place_of_others(name: str, tmp_path: Path) -> None:
    """Of units, of rows and of columns; and one wrong number beside them."""
    marker = Marker(load(name), 1, Options(FIVE))
    sheets = []
    for one in CONVENTIONS:
        if one.id in ("units_exchanged", "rows_exchanged", "rate_with_delta", "rate_before_update"):
            for scheme in variants(one, marker.scheme, 1):
                cells = {key: FIVE.shown(key.kind, scheme.values[key]) for key in marker.asked}
                sheets += [Paper(one.id, cells), Paper(one.id, {**cells, marker.asked[0]: "0.7"})]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, sheets)], tmp_path):
        assert each.got == each.wanted, each.paper


@needs_node
def test_gradients_with_the_other_sign(tmp_path: Path) -> None:
    """The mistake lies in the first gradient: delta has a sign that passes."""
    marker = Marker(load("mazur"), 1, Options(FIVE))
    convention = next(one for one in CONVENTIONS if one.id == "gradient_sign")
    scheme = next(variants(convention, marker.scheme, 1))
    cells = {key: FIVE.shown(key.kind, scheme.values[key]) for key in marker.asked}
    write_scripts(tmp_path)
    (each,) = judged_twice([(marker, [Paper("sign", cells)])], tmp_path)
    assert each.got == each.wanted
    verdicts = [mark["verdict"] for mark in each.got["marks"]]
    first = next(at for at, key in enumerate(marker.asked) if key.kind == "weight_gradient")
    assert (verdicts.index("mistake"), verdicts.count("mistake")) == (first, 1)


OF_AN_ENTRY = """inputs: [0.5, -0.9]
targets: [{targets}]
learning_rate: 0.5
weights: [[[0.4, -0.3]], [[0.7], [-0.5]]]
biases: [0.3, -0.2]
activation: [{activation}, {last}]
loss: {loss}
"""


ENDS = (("0.8, 0.2", "sigmoid"), ("1, 0", "softmax"))


@needs_node
@pytest.mark.parametrize("part", range(2))
def test_every_activation_and_loss(part: int, tmp_path: Path) -> None:
    """Also those in whose formulas constants such as π stand."""
    names = [*ACTIVATIONS, '{formula: "erf(net)"}', '{formula: "net*cos(pi/3*net)"}']
    hidden = [each for each in names if each != "softmax"]
    beside = {} if LONG else dict(zip(LOSSES, hidden, strict=False))  # two entries at a time
    texts = [
        OF_AN_ENTRY.format(
            targets="0.8, 0.3", activation=each, last="sigmoid", loss="squared_error"
        )
        for each in hidden
        if each not in beside.values()
    ]
    texts += [
        OF_AN_ENTRY.format(
            targets=targets, activation=beside.get(loss, "tanh"), last=last, loss=loss
        )
        for number, loss in enumerate(LOSSES)
        for targets, last in ENDS[number % 2 :: 2]
    ]
    write_scripts(tmp_path)
    markers = list(filter(None, map(marker_of, texts[part::2])))
    assert len(markers) > few(7, 9)
    for each in compared(markers, few(1, 2), 17, tmp_path):
        assert each.got == each.wanted, each.paper


def marker_of(text: str) -> Marker | None:
    """Return what marks an exercise; None for a loss that is not for these targets or outputs."""
    try:
        return Marker(read(text.encode(), "exercise.yaml").exercise)
    except BpcalcError:
        return None


@needs_node
def test_nets_that_were_rounded_early(tmp_path: Path) -> None:
    """To one decimal, as for a table of the sigmoid; a single digit shows nothing of the kind."""
    rounded = {"net_o1": "1.1059", "net_o2": "1.2249", "out_o1": "0.7503", "out_o2": "0.7685"}
    single = {"net_o1": "0.09", "out_o1": "1", "E_total": "0", "delta_o1": "0"}
    sheets = []
    for name, values in (("mazur", rounded), ("single-neuron", single)):
        marker = Marker(load(name))
        cells = {marker.names.find(each): value for each, value in values.items()}
        sheets.append((marker, [Paper("early", cells)]))
    write_scripts(tmp_path)
    early, other = judged_twice(sheets, tmp_path)
    assert early.got == early.wanted
    assert [mark["notes"] for mark in early.got["marks"] if mark["verdict"] == "form"] == [
        ["early"]
    ] * 2
    assert other.got == other.wanted
    assert "form" not in [mark["verdict"] for mark in other.got["marks"]]


@needs_node
def test_rules_of_credit(tmp_path: Path) -> None:
    """The page marks by the rules of the exercise."""
    exercise = load("mazur")
    options = [
        Options(exercise.rounding, same_mistake="each", accept=frozenset()),
        Options(exercise.rounding, goal_pays=True, cut_off=True),
    ]
    write_scripts(tmp_path)
    markers = [Marker(exercise, options=each) for each in options]
    for each in compared(markers, len(HABITS), 17, tmp_path):
        assert each.got == each.wanted, each.paper


LOGARITHMS = """
inputs: [0.4, 0.9]
targets: [0.3, 0.7]
weights: [[[0.2, -0.5], [0.6, 0.1]]]
activation: softmax
loss: kl_divergence
rounding: {decimals: 4}
"""


@pytest.mark.sampled(2)
@needs_node
@pytest.mark.parametrize("written", ["0", "0.0", "0.0000", "0.00001", "-0.1", "1"])
def test_wrong_formulas_without_a_value(written: str, tmp_path: Path) -> None:
    """A logarithm of 0, which has none, says the same of a number on the page as in `check`."""
    marker = Marker(read(LOGARITHMS.encode(), "logarithms.yaml").exercise)
    write_scripts(tmp_path)
    for key in (key for key in marker.asked if key.kind in ("error", "total_error")):
        (each,) = judged_twice([(marker, [Paper("one", {key: written})])], tmp_path)
        assert each.got == each.wanted, each.paper


@needs_node
def test_old_numbers_for_new_ones(tmp_path: Path) -> None:
    """Biases or a weight left as they are, in the digits in which they are given; or rounded so."""
    exercise = read(LEFT_AS_THEY_ARE.encode(), "exercise.yaml").exercise
    marker = Marker(exercise)
    values = {key: float(marker.scheme.values[key]) for key in marker.asked}
    old = {
        key: repr(float(marker.scheme.values[next(iter(marker.scheme.formulas[key].refs()))]))
        for key in values
        if key.kind in NEW_KINDS
    }
    biases = {key: text for key, text in old.items() if key.kind == "new_bias"}
    sheets = []
    for form in (".2f", ".4f", ".6f", ".4g", ""):
        plain = {key: f"{value:{form}}" for key, value in values.items()}
        news = {key: plain[key] for key in old}
        sheets += [plain | biases, news | biases, plain | dict([*biases.items()][:1])]
        sheets += [plain | dict([*old.items()][:1]), {key: plain[key] for key in biases} | biases]
        sheets.append(plain | {key: f"{values[key]:.1f}" for key in values if "bias" in key.kind})
    write_scripts(tmp_path)
    found = judged_twice([(marker, [Paper("old", sheet) for sheet in sheets])], tmp_path)
    for each in found:
        assert each.got == each.wanted, each.paper
    ids = {finding[0] for each in found for finding in each.got["findings"]}
    assert {"biases_left", "kept"} <= ids


@needs_node
def test_zeros_for_everything(tmp_path: Path) -> None:
    """They tell of no line that is left out."""
    papers = []
    marker = Marker(load("two-three-two"))
    for kinds in (("delta", "weight_gradient"), ("weight_gradient",), ("delta",), ("new_weight",)):
        keys = [key for key in marker.asked if key.kind in kinds]
        papers += [Paper("zeros", dict.fromkeys(keys[start:], "0")) for start in (0, 2)]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


@needs_node
def test_numbers_of_one_digit(tmp_path: Path) -> None:
    """What rounding on the way may leave of 0.00877, and what it may not."""
    marker = Marker(load("mazur"))
    write_scripts(tmp_path)
    key = next(key for key in marker.asked if key.kind == "delta" and key.layer == 1)
    raw = ["-0.0001", "0.0001", "0.0000", "0.001", "-0.0088", "0.009", "0.0090", "0.0087", "0.01"]
    papers = [Paper("one", {key: written}) for written in raw]
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


ROUNDED = """
inputs: [0.80, 0.35]
targets: [0]
learning_rate: 0.6
weights: [[[0.12, 0.31], [0.25, 0.73]], [[0.57, 0.52]]]
activation: [{hidden}, sigmoid]
"""

IN_DECIMALS = """net_h1=0.2045 net_h2=0.4555 out_h1=0.5509 out_h2=0.6119 net_o1=0.6322
out_o1=0.6530 E_total=0.2132 delta_o1=0.1480"""


@needs_node
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh"])
def test_lines_worked_in_rounded_numbers(hidden: str, tmp_path: Path) -> None:
    """Factors of four decimals in a delta of four digits; products, squares and differences."""
    exercise = read(ROUNDED.format(hidden=hidden).encode(), "rounded.yaml").exercise
    marker = Marker(exercise)
    names = {marker.names.own.full(key): key for key in marker.asked}
    sheet = dict(pair.split("=") for pair in IN_DECIMALS.split())
    last = [
        *({"delta_h2": f"0.01{digits}"} for digits in range(815, 850, 2)),
        *({"delta_h2": f"0.04{digits}"} for digits in range(790, 820, 2)),
        *({"net_o1": f"0.6322{digit}", "E_total": f"0.213{digit}5"} for digit in range(10)),
        *({"delta_o1": f"-0.14{digits}", "delta_h1": "0.0209"} for digits in range(78, 82)),
    ]
    papers = [
        Paper("one", {names[name]: raw for name, raw in {**sheet, **more}.items()}) for more in last
    ]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


NETS_ROUNDED = """
inputs: [0.375, 0.214]
targets: [0.69, 0.24]
weights:
  - [[-0.178, 0.364], [0.729, -0.881], [-0.870, 0.704]]
  - [[-0.347, 0.181, 0.411], [-0.296, -0.879, -0.056]]
biases: [[-0.071, 0.565, -0.245], [0.106, 0.220]]
"""


@needs_node
def test_a_rule_whose_nets_were_rounded_and_left_out(tmp_path: Path) -> None:
    """The outputs are softplus of net inputs of four decimals, all, some of them, or none."""
    marker = Marker(read(NETS_ROUNDED.encode(), "nets.yaml").exercise)
    names = {marker.names.own.full(key): key for key in marker.asked}
    outs = [("0.6636", "1.0699", "0.5048"), ("0.6637", "1.0699", "0.5047"), ("0.6630", "1.0690")]
    papers = [
        Paper("one", {names[f"out_h{unit}"]: raw for unit, raw in enumerate(each[:many], 1)})
        for each in outs
        for many in (3, 2)
    ]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


@needs_node
@pytest.mark.parametrize(("kind", "many"), [("delta", 9), ("new_weight", 3), ("net", 9)])
def test_one_factor_in_many_lines(kind: str, many: int, tmp_path: Path) -> None:
    """It is found, told and counted alike; where one number is right, or has another, too."""
    marker = Marker(load("mazur"))
    values = marker.scheme.values
    papers = []
    for odd in (None, "1", "0.8"):
        cells = {}
        for key in [key for key in marker.asked if key.kind == kind][:many]:
            parent = next(iter(marker.scheme.formulas[key].refs()))
            base = values[parent] if kind == "new_weight" else 0
            factor = Decimal("0.713" if odd is None or cells else odd)
            cells[key] = f"{base + factor * (values[key] - base):.6f}"
        papers.append(Paper("one", cells))
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


TWO_SAMPLES = """
samples:
  - {inputs: [0.86, 0.27], targets: [0, 1]}
  - {inputs: [0.54, 0.70], targets: [0.3, 0.99]}
learning_rate: 0.8
weights: [[[-0.11, -0.13], [0.44, 0.08]], [[0.30, 0.62], [-0.85, 0.65]]]
biases: [[0.72, 0.41], [0.83, 0.46]]
update: batch
"""


@needs_node
def test_totals_averaged_and_left_out(tmp_path: Path) -> None:
    """The totals of samples, and the total of these, are means; some of them are left out."""
    marker = Marker(read(TWO_SAMPLES.encode(), "samples.yaml").exercise)
    values = marker.scheme.values
    written = ("out", "error", "total_error", "weight_gradient")
    right = {k: f"{values[k]:.4f}" for k in marker.asked if k.kind in written}
    totals = [key for key in marker.asked if key.kind == "total_error"]
    means = {key: f"{values[key] / (4 if key.sample is None else 2):.4f}" for key in totals}
    errors = [key for key in marker.asked if key.kind == "error"]
    papers = [
        Paper("one", {key: raw for key, raw in {**right, **means}.items() if key not in left})
        for left in ((), totals[:1], totals[:2], [*totals[1:2], *errors], errors)
    ]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


ONE_INPUT = """
inputs: [1]
targets: [0.5]
learning_rate: 0.5
weights: [[[1.1455]]]
rounding: {decimals: 3}
"""


@needs_node
def test_a_line_left_out_on_a_sheet_of_three_digits(tmp_path: Path) -> None:
    """Three decimals are asked, and three digits are written: 1.15 for 1.1455 gives 0.760."""
    marker = Marker(read(ONE_INPUT.encode(), "one.yaml").exercise)
    names = {marker.names.own.full(key): key for key in marker.asked}
    rest = {"E_total": "0.0338", "delta_o1": "0.0474", "dE/dw1": "0.0474", "w1_new": "1.12"}
    papers = [
        Paper("one", {names[name]: raw for name, raw in {"out_o1": out, **rest}.items()})
        for out in ("0.758", "0.759", "0.760", "0.761")
    ]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


ADAM = """
inputs: [0.5, -0.9]
targets: [0.8]
weights: [[[0.4, -0.3], [0.2, 0.6]], [[0.7, -0.5]]]
biases: [0.3, -0.2]
learning_rate: 0.1
optimizer: adam
rounding: {decimals: 4}
"""


@pytest.mark.sampled(2)
@needs_node
@pytest.mark.parametrize("written", ["0.5", "1E37", "99999486908751037568563155843842301079.55"])
def test_numbers_that_follow_from_absurd_ones(written: str, tmp_path: Path) -> None:
    """A new bias of 10^38, with more digits than are worked with, is judged as any other."""
    marker = Marker(read(ADAM.encode(), "adam.yaml").exercise)
    names = {marker.names.own.full(key): key for key in marker.asked}
    absurd = {"mhat_b1": "-1948961069029516897287304727246487345.059", "vhat_b1": "0.000004"}
    cells = {names[name]: raw for name, raw in {**absurd, "b1_new": written}.items()}
    write_scripts(tmp_path)

    (each,) = judged_twice([(marker, [Paper("one", cells)])], tmp_path)
    assert each.got == each.wanted


PROGRAMS = {
    "loss.item()": {"E_total": "0.2983711063861847"},
    "no float of 32 bits": {"E_total": "0.2983711063861843"},
    "two formats": {
        "out_h1": "0.593270",
        "out_o1": "0.751365",
        "out_o2": "0.772928",
        "dE/dw5": "0.08216703",
        "dE/dw6": "0.08266765",
        "dE/dw7": "-0.02260255",
    },
    "a rule before many digits": {"w5_new": "0.3589", "E_total": "0.298371106138618"},
}


@needs_node
def test_numbers_of_programs(tmp_path: Path) -> None:
    """Few of them, or in two formats; and a long one behind lines left out."""
    marker = Marker(load("mazur"))
    names = {marker.names.own.full(key): key for key in marker.asked}
    write_scripts(tmp_path)
    papers = [
        Paper(habit, {names[name]: raw for name, raw in numbers.items()})
        for habit, numbers in PROGRAMS.items()
    ]
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


@needs_node
def test_a_printout_in_single_precision(tmp_path: Path) -> None:
    """With a difference of which only a few digits are left."""
    marker = Marker(read(CANCELLED.encode(), "single.yaml").exercise)
    cells = read_text(IN_SIX_DIGITS, marker.names).cells
    paper = Paper("single", {key: cell.raw for key, cell in cells.items()})
    write_scripts(tmp_path)

    (each,) = judged_twice([(marker, [paper])], tmp_path)
    assert each.got == each.wanted


STEPS = """
samples:
  - {inputs: [1, 0.5], targets: [1]}
  - {inputs: [-0.5, 2], targets: [0]}
weights: [[[0.4, -0.3]]]
biases: [0.2]
learning_rate: 0.5
activation: step
learning_rule: perceptron
"""


@needs_node
def test_a_step_at_zero(tmp_path: Path) -> None:
    """A net input of 0 switches the unit on, and what follows from it is right."""
    marker = Marker(read(STEPS.encode(), "steps.yaml").exercise)
    names = {marker.names.own.full(key): key for key in marker.asked}
    cells = {names["net_o1@s2"]: "0", names["b1_new@s2"]: "-0.3"}
    write_scripts(tmp_path)

    (each,) = judged_twice([(marker, [Paper("one", cells)])], tmp_path)
    assert each.got == each.wanted
    assert "follow" in [mark["verdict"] for mark in each.got["marks"]]


def test_every_function_has_bounds() -> None:
    """The script knows where each function lies; a new one has to be written there as well."""
    assert known("boxes", "BOUNDS") == set(FUNCTIONS)


@needs_node
def test_the_trees_of_the_book_are_the_formulas(tmp_path: Path) -> None:
    """What the script unpacks is what was packed, formula by formula."""
    marker = Marker(load("mazur"))
    book = JudgeBook(marker, marker.asked)
    packed = book.data()
    write_scripts(tmp_path)
    runner = tmp_path / "unpacked.mjs"
    runner.write_text(UNPACKED, "utf-8")

    assert [book.keys[place] for place in packed["asked"]] == marker.asked
    places = {key: place for place, key in enumerate(book.keys)}
    formulas = marker.scheme.formulas
    got = answered(runner, tmp_path, packed)
    assert got["formulas"][: len(formulas)] == [tree(each, places) for each in formulas.values()]
    assert not any(got["formulas"][len(formulas) :])
    for key in marker.asked:
        found = mistakes_at(marker.scheme, key)
        wanted = [[rule.id, tree(formula, places)] for rule, formula in found]
        assert got["wrong"].get(str(places[key]), []) == wanted


UNPACKED = """import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [folder, file] = process.argv.slice(2);
const { unpacked } = await import(pathToFileURL(`${folder}/book.js`).href);
const { formulas, wrong } = unpacked(JSON.parse(readFileSync(file, "utf8")));
const named = (list) => list.map(([rule, tree]) => [rule.id, tree]);
const byLine = Object.fromEntries(Object.entries(wrong).map(([key, list]) => [key, named(list)]));
console.log(JSON.stringify({ formulas, wrong: byLine }));
"""


@needs_node
def test_givens_that_were_misread(tmp_path: Path) -> None:
    """Each kind of them, on whole sheets and on sheets with lines left out."""
    random = Random(11)
    marker = Marker(load("two-three-two"))
    drawn = []
    for given in filter(lambda key: key.kind in READ_OFF, marker.scheme.given):
        others = [*misreadings(marker.scheme.given[given]), Misreading(Number("0.4123"), ONE, 0)]
        read_as = random.choice(others[:4] + others[-1:]).number
        values = overlaid(marker.scheme, {given: read_as}, marker.exercise).values
        short = random.random() < 0.4
        cells = {
            key: FIVE.shown(key.kind, values[key])
            for key in marker.asked
            if not short or key.kind in ("out", "new_weight", "new_bias")
        }
        drawn.append(Paper("misread", cells))
    write_scripts(tmp_path)
    judged = judged_twice([(marker, drawn)], tmp_path)
    assert sum(any(one[0] == MISREAD for one in each.wanted["findings"]) for each in judged) > 10
    for each in judged:
        assert each.got == each.wanted, each.paper


TWO_WRONG = """inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [[0.35, 0.35], [0.60, 0.60]]
"""


@needs_node
def test_a_given_that_one_line_alone_tells(tmp_path: Path) -> None:
    """A new weight is wrong by 0.01, as a slip of the pen may be; so is another, by a factor."""
    marker = Marker(read(TWO_WRONG.encode(), "two.yaml").exercise)
    values = marker.scheme.values
    cells = {key: FIVE.shown(key.kind, values[key]) for key in marker.asked}
    cells = {key: text for key, text in cells.items() if key.kind == "new_weight"}
    first = next(iter(cells))
    second = next(key for key in cells if key[1:4] == (1, 1, 2))
    cells[first] = FIVE.shown("new_weight", values[first] * Decimal("0.7713"))
    cells[second] = FIVE.shown("new_weight", values[second] + Decimal("0.01"))
    write_scripts(tmp_path)

    (each,) = judged_twice([(marker, [Paper("two", cells)])], tmp_path)
    assert any("probably" in str(one) for one in each.wanted["findings"])
    assert each.got == each.wanted


ONE_OUTPUT = """inputs: [0.6, -0.4]
targets: [0.8]
learning_rate: 0.5
weights: [[[0.3, 0.8], [-0.5, 0.7]], [[0.9, 0.2]]]
biases: [[0.1, 0.1], [-0.1]]
"""


@needs_node
def test_a_target_that_nobody_would_read_so(tmp_path: Path) -> None:
    """Seen in the error and the delta, and where these are left out."""
    marker = Marker(read(ONE_OUTPUT.encode(), "one.yaml").exercise)
    target = next(key for key in marker.scheme.given if key.kind == "target")
    papers = []
    for text in ("98.7", "-1.3"):
        values = overlaid(marker.scheme, {target: Number(text)}, marker.exercise).values
        whole = {key: FIVE.shown(key.kind, values[key]) for key in marker.asked}
        short = {k: t for k, t in whole.items() if k.kind in ("out", "new_weight", "new_bias")}
        papers += [Paper("whole", whole), Paper("short", short)]
    write_scripts(tmp_path)
    for each in judged_twice([(marker, papers)], tmp_path):
        assert each.got == each.wanted, each.paper


LARGE_AND_SMALL = """
inputs: [1, 1]
targets: [2]
weights: [[[0.05, 9.16]]]
biases: [[-7.2]]
learning_rate: 0.01
activation: identity
rounding: {decimals: 2}
"""


@pytest.mark.sampled(2)
@needs_node
@pytest.mark.parametrize("written", ["9.16", "9.2", "9.18", "9.1599", "9", "0.05"])
def test_a_large_value_beside_small_ones(written: str, tmp_path: Path) -> None:
    """The decimals are asked of it, and significant digits of the others."""
    marker = Marker(read(LARGE_AND_SMALL.encode(), "exercise.yaml").exercise)
    names = {"w1_new": "0.050", "w2_new": written, "E_total": "0.00005"}
    paper = Paper("large", {marker.names.find(name): raw for name, raw in names.items()})
    write_scripts(tmp_path)
    (each,) = judged_twice([(marker, [paper])], tmp_path)
    assert each.got == each.wanted
