"""Every number that 23 books and pages print, reproduced to the last printed digit.

For every publication there are two files. `NAME.yaml` is the exercise; `NAME.numbers.yaml`
holds the printed numbers, by kind of quantity and unit; a weight is written `h1>o1`, a bias
shared by several units `o1 o2`. A block of numbers says under which circumstances they hold:

    epoch, sample   1 unless said otherwise (in a batch, no sample means all of them);
                    a forward pass of epoch N has seen N - 1 updates
    exercise        another exercise that they come from
    carried         the author works on with each number as he printed it, rounded by eye;
    given           and with these numbers, which the block does not test
    cut             the author cuts off instead of rounding
    digits, because only so many significant digits can be compared, and why
    needs           `train`: too many epochs to be worked by hand

Numbers under `wrong` are mistakes of the author, with the reason; we must not print them.
A number of 16 digits or more is a binary float and carries noise in its last bits
(3.1399999999999997); of such a number the first 15 significant digits are compared.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

import bpcalc
from bpcalc.maths.keys import Key
from bpcalc.training.engine import Errors, State
from bpcalc.training.engine_choice import choose
from bpcalc.training.problem import Problem
from tests.helpers.values import value_of

FOLDER = Path(__file__).parent

REPRODUCED, TRAINED, WRONG = "reproduced", "trained", "wrong"

TOTALS = {  # printed numbers: reproduced, reproduced by training, mistakes of the author
    "abdulrehman_222": (44, 0, 0),
    "brownlee_212": (2, 0, 0),
    "dlbook_322": (46, 0, 0),
    "erika_121": (160, 0, 0),
    "fishbook_forward_2322": (14, 0, 0),
    "fishbook_simplenet_23": (10, 0, 0),
    "han_kamber_321": (20, 0, 0),
    "hmkcode_linear_221": (20, 0, 0),
    "kaifeng_221": (24, 0, 7),
    "mazur_222": (25, 3, 0),
    "mazur_seq_222": (19, 6, 0),
    "mazur_seq_vs_par_222": (15, 4, 0),
    "micrograd_tanh_neuron_21": (3, 0, 0),
    "miller_mind_xor_231": (13, 0, 15),
    "nndl_coursework_222": (17, 0, 4),
    "owerko_221": (22, 0, 0),
    "rgu_bp_221": (14, 0, 1),
    "schiendorfer_222": (30, 0, 4),
    "siang_xor_231": (16, 0, 0),
    "toy_111_relu_linear": (5, 0, 0),
    "tsumego_a_221": (2, 0, 0),
    "udacity_321": (11, 0, 0),
    "whw_bce_221": (17, 0, 0),
}

FORWARD = {"net", "out", "error", "total_error"}
FLOAT_DIGITS = 15

CIRCUMSTANCES = {"exercise", "epoch", "sample", "carried", "given", "cut"}
CIRCUMSTANCES |= {"digits", "because", "needs"}


class Block(NamedTuple):
    """Printed numbers that hold under the same circumstances."""

    case: str
    exercise: str
    fate: str
    circumstances: Mapping[str, str]
    numbers: Mapping[str, str | Mapping[str, str]]
    given: Mapping[str, str | Mapping[str, str]]

    @property
    def epoch(self) -> int:
        """The epoch, counted from 1."""
        return int(self.circumstances.get("epoch", 1))

    @property
    def epochs(self) -> int:
        """How many epochs must be worked; the pass after the last update is one more."""
        return self.epoch - 1 if self.epoch > 1 and self.numbers.keys() <= FORWARD else self.epoch


class Printed(NamedTuple):
    """One printed number."""

    block: Block
    kind: str
    place: str
    text: str


def read(case: str) -> dict:
    """Return a file of numbers, every number a text, so that no digit is lost."""
    text = (FOLDER / f"{case}.numbers.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def blocks(case: str) -> Iterator[Block]:
    """Yield the blocks of a publication."""
    data = read(case)
    for wrong, found in ((False, data["numbers"]), (True, data.get("wrong", ()))):
        for block in found:
            numbers = {kind: block[kind] for kind in block if kind not in CIRCUMSTANCES}
            fate = WRONG if wrong else TRAINED if "needs" in block else REPRODUCED
            exercise = block.get("exercise", case)
            yield Block(case, exercise, fate, block, numbers, block.get("given", {}))


def entries(
    numbers: Mapping[str, str | Mapping[str, str]],
) -> Iterator[tuple[str, str, str]]:
    """Yield kind, place and text of every number; a total error has no place."""
    for kind, found in numbers.items():
        for place, text in ({"": found} if isinstance(found, str) else found).items():
            yield kind, place, text


BLOCKS = [block for case in TOTALS for block in blocks(case)]
PRINTED = [Printed(block, *entry) for block in BLOCKS for entry in entries(block.numbers)]


@cache
def solution(exercise: str) -> bpcalc.Solution:
    """Return the worked exercise, with as many epochs as its printed numbers need."""
    epochs = max(b.epochs for b in BLOCKS if b.exercise == exercise and b.fate != TRAINED)
    return bpcalc.solve(FOLDER / f"{exercise}.yaml", epochs, inputs=True)


def key(block: Block, kind: str, place: str) -> Key:
    """Return the key of a printed number."""
    exercise = solution(block.exercise).exercise
    of_batch = exercise.batch and "sample" not in block.circumstances
    when = None if of_batch else int(block.circumstances.get("sample", 1)), block.epoch
    if not place:
        return Key(kind, None, None, None, *when)
    source, _, unit = place.rpartition(">")
    layer, number = position(exercise, unit.split()[0])
    if source:
        return Key(kind, layer, number, position(exercise, source)[1], *when)
    if "bias" in kind and exercise.layers[layer - 1].shared_bias:
        return Key(kind, layer, None, None, *when)
    return Key(kind, layer, number, None, *when)


def position(exercise: bpcalc.Exercise, name: str) -> tuple[int, int]:
    """Return layer and number of the unit with that name."""
    return next(
        (layer, units.index(name) + 1)
        for layer, units in enumerate(exercise.units)
        if name in units
    )


def ours(printed: Printed) -> Decimal:
    """Return our value of a printed number."""
    block = printed.block
    wanted = key(block, printed.kind, printed.place)
    worked = solution(block.exercise)
    if "carried" not in block.circumstances:
        return worked[wanted].value
    return follow(worked, given(block))[wanted]


def given(block: Block) -> dict[Key, Decimal]:
    """Return the numbers that the author of a block works on with."""
    numbers = (*entries(block.numbers), *entries(block.given))
    return {key(block, kind, place): Decimal(text) for kind, place, text in numbers}


def follow(worked: Iterable, carried: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """Return what our formulas give if the author's numbers are put into the later ones."""
    found: dict[Key, Decimal] = {}
    values: dict[Key, Decimal] = {}
    for line in worked:
        found[line.key] = value_of(line.formula, values)
        values[line.key] = carried.get(line.key, found[line.key])
    return found


def agrees(value: Decimal, printed: Printed) -> bool:
    """Return whether a value is the printed one in every digit that the author printed."""
    circumstances = printed.block.circumstances
    number = Decimal(printed.text)
    digits = int(circumstances.get("digits", FLOAT_DIGITS))
    last = number.as_tuple().exponent
    if "digits" in circumstances or len(number.as_tuple().digits) > FLOAT_DIGITS:
        last = number.adjusted() - digits + 1
    place = Decimal(1).scaleb(last)
    mode = ROUND_DOWN if "cut" in circumstances else ROUND_HALF_UP
    return value.quantize(place, mode) == number.quantize(place, ROUND_HALF_UP)


def parameters(fate: str) -> list:
    """Return the printed numbers of one fate as parameters of a test."""
    return [
        pytest.param(printed, id=f"{block.case}-{block.epoch}-{printed.kind}-{printed.place}")
        for printed in PRINTED
        if (block := printed.block).fate == fate
    ]


@pytest.mark.parametrize("printed", parameters(REPRODUCED))
def test_printed_number_is_reproduced(printed):
    """Our value is the author's in every digit he prints."""
    assert agrees(ours(printed), printed), ours(printed)


@pytest.mark.parametrize("printed", parameters(WRONG))
def test_mistake_is_not_reproduced(printed):
    """Where the author is mistaken, our value differs within the digits he prints."""
    assert not agrees(ours(printed), printed), printed.block.circumstances["because"]


@cache
def trained(exercise: str, epochs: int) -> tuple[Problem, State, Errors]:
    """Return the state after so many epochs, and the errors and outputs that it leads to."""
    problem = Problem.of(bpcalc.load(FOLDER / f"{exercise}.yaml"))
    engine = choose(problem, epochs)
    state = engine.run(epochs, engine.start())
    return problem, state, engine.errors(state)


def by_training(printed: Printed) -> Decimal:
    """Return what a training run has for a printed number: error, output, weight or bias."""
    block = printed.block
    wanted = key(block, printed.kind, printed.place)
    if printed.kind.startswith("new_"):
        problem, state, _ = trained(block.exercise, block.epoch)
        given = (printed.kind.removeprefix("new_"), *wanted[1:4])
        places = [parameter[:4] for parameter in problem.parameters]
        return Decimal(state[places.index(given)])
    _, _, found = trained(block.exercise, block.epoch - 1)
    if printed.kind == "out":
        return Decimal(found.outs[wanted.sample - 1][wanted.unit - 1])
    return Decimal(found.total if wanted.sample is None else found.samples[wanted.sample - 1])


@pytest.mark.parametrize("printed", parameters(TRAINED))
def test_printed_number_is_reproduced_by_training(printed):
    """After thousands of epochs, our value is still the author's in every digit he prints."""
    assert agrees(by_training(printed), printed), by_training(printed)


def tables() -> list:
    """Return what the authors print of later epochs, as far as a training run knows it."""
    return [
        pytest.param(printed, id=f"{block.exercise}-{block.epoch}-{printed.kind}-{printed.place}")
        for printed in PRINTED
        if (block := printed.block).fate == REPRODUCED
        and block.exercise in ("mazur_seq_vs_par_222", "erika_121", "schiendorfer_222")
        and "carried" not in block.circumstances
        and (
            printed.kind in ("total_error", "new_weight", "new_bias")
            or (printed.kind == "out" and key(block, "out", printed.place).layer == 2)
        )
    ]


@pytest.mark.parametrize("printed", tables())
def test_training_follows_the_tables(printed):
    """What authors print epoch by epoch comes out of a training run, too."""
    assert agrees(by_training(printed), printed), by_training(printed)


@pytest.mark.parametrize("case", TOTALS)
def test_no_number_is_dropped(case):
    """As many numbers are tested as the author prints, each with the fate we say it has."""
    counts = Counter(printed.block.fate for printed in PRINTED if printed.block.case == case)

    assert TOTALS[case] == (counts[REPRODUCED], counts[TRAINED], counts[WRONG])


def test_all_publications_together():
    """Of 593 printed numbers, 562 are reproduced, 13 of them by training; 31 are mistakes."""
    reproduced, trained, wrong = map(sum, zip(*TOTALS.values(), strict=True))

    assert (reproduced + trained + wrong, reproduced, trained, wrong) == (593, 549, 13, 31)


@pytest.mark.parametrize("case", TOTALS)
def test_publication_names_its_source(case):
    """Every file of numbers says where they are printed and how many they are."""
    data = read(case)

    assert data["source"]
    assert int(data["count"]) == sum(TOTALS[case])


def test_every_file_is_tested():
    """No exercise and no file of numbers lies here unused."""
    names = {path.name.partition(".")[0] for path in FOLDER.glob("*.yaml")}

    assert set(TOTALS) == names


def test_exceptions_give_their_reasons():
    """Where not all digits are compared, or none, the file says why."""
    exceptions = [b for b in BLOCKS if b.fate == WRONG or "digits" in b.circumstances]

    assert exceptions
    assert all(b.circumstances.get("because") for b in exceptions)


def test_mazur_mixes_two_procedures():
    """Mazur's text sends the error back through the old weights, his program through the new.

    His w1⁺ is that of the text, his error after one round that of the program; no one procedure
    gives both, so a page that prints both has not calculated one of them.
    """
    old, new = solution("mazur_222"), solution("mazur_seq_222")
    weight, error = Key("new_weight", 1, 1, 1, 1, 1), Key("total_error", None, None, None, 1, 2)

    def printed(worked: bpcalc.Solution) -> tuple[str, str]:
        return f"{worked[weight].value:.9f}", f"{worked[error].value:.9f}"

    assert printed(old) == ("0.149780716", "0.291027774")
    assert printed(new) == ("0.149817639", "0.291027924")
