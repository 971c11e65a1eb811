"""The file of answers of a page: what the page and `check` read in it."""

from pathlib import Path

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.name_index import NAME_SIGNS, bare_name, plain_name
from bpcalc.exercise.sources import load
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from tests.helpers.node import MISSING, answered, write_scripts

RUNNER = Path(__file__).with_name("answers_file.mjs")

NAMES = ('Ann "A" Lee #3', "a\\b", "李 #1", "x: y", "O'Neill", "#", "Ann // B", "'A'", "1.50")

SPELLINGS = (
    *(f"{sign}w_5" for sign in NAME_SIGNS),
    *(f"w5{sign}" for sign in NAME_SIGNS),
    *("W5_new", "w5new", "w5_prime", "w5 neu", "w5新", "w5 '", "new_w5", "$w_5$"),
    *(
        "Partial E/partial w5",
        "dE:dw5",
        "d E / d w_5",
        "\\delta_{o1}",
        "net(h1)",
        "Net_H1",
        "ｎｅｔ＿ｈ１",
    ),
    *("E_total", "target,o1", "b.o1", "m̂_w5", "ŷ_o1", "θ₁", "σ_1"),
)
"""Names as people type them; none that is read by its layer."""


IN_WORDS = (
    *("new w5", "w5(new)", "w5 (new)", "w5 after update", "updated w5", "new_w5", "w5_{new}"),
    *("new weight w5", "新w5", "更新后w5", "gradient w5", "w5 gradient", "grad_w5", "w5_grad"),
    *("dL/dw5", "∂C/∂w5", "dJ/dw5", "梯度w5", "w5梯度", "E", "E_tot", "loss", "error", "误差"),
    *("total error", "总误差", "h1 net", "h1 out", "o1 delta", "输出h1", "净输入h1"),
)
"""Names of which words tell what a line is about."""

OF_NONE = ("net", "network", "new", "gradient", "h1", "w5", "after update")
"""Names that are none of a line."""


FOREIGN = {
    "y_1^(1)=0.59327\ny_2^(1)=0.596884\ny_1^(2)=0.751365": {},  # of layers 1 and 2
    "z1=0.3775\nz2=0.3925": {},  # an output in books that the page knows
    "y1=0.751365\ny2=0.772928": {"out_o1": "0.751365", "out_o2": "0.772928"},
    "b1=0.59327\nb2=0.596884": {"out_h1": "0.59327", "out_h2": "0.596884"},
    "e1=0.0088\ne2=0.0100": {"delta_h1": "0.0088", "delta_h2": "0.0100"},
    "E1=0.274811\nE2=0.9": {"E_o1": "0.274811", "E_o2": "0.9"},  # the other tells
}
"""Sheets in the names of other books, and what a page takes of them."""


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_names_hints_and_encodings(tmp_path: Path) -> None:
    """`check` reads the name that was typed; hints leave a trace that is no answer."""
    write_scripts(tmp_path)
    marker = Marker(load("mazur"))
    names = marker.names
    others = [Spelling(book, names.layout) for book in NOTATIONS.values()]
    asked = {
        "names": NAMES,
        "spellings": SPELLINGS,
        "inWords": (*IN_WORDS, *OF_NONE),
        "lines": list(map(names.own.full, marker.asked)),
        "foreign": list(FOREIGN),
        "books": [";".join(map(book.name, marker.asked)) for book in others],
        "right": {names.own.full(key): float(names.values[key]) for key in marker.asked},
    }
    found = answered(RUNNER, tmp_path, asked)
    for name, text in zip(NAMES, found["files"], strict=True):
        answers = read_text(text, names)
        assert answers.student == name, text
        assert [cell.raw for cell in answers.cells.values()] == ["0.3775", "0.5933"]
        assert not answers.unknown
        assert answers.notes == (
            "a hint has shown the formula of out_h1",
            "a hint has shown the value of net_o1",
        )
        assert text.endswith("# with hints: out_h1 1, net_o1 3\n")
    assert found["spellings"] == [bare_name(plain_name(each)) for each in SPELLINGS]
    told = [names.own.full(names.meaning(each).keys[0]) for each in IN_WORDS]
    assert found["inWords"] == [*told, *OF_NONE]
    assert found["hinted"] == [["out_h1", 1], ["net_o1", 3]]
    assert found["old"] == [["out_h1", 3]]
    assert found["none"] == []
    slopes, new, delta = ["dedw5"] * 3, ["w5+"] * 5, ["deltao1"] * 2
    assert found["plain"] == [*slopes, *new, *delta, "", "", "z21", "z2"]
    assert found["renamed"] == [
        [["net_h1", "1"], ["a3_1", "2"], ["student", "x"]],
        [["net_h1", "1"], ["out_h1", "2"], ["a1", "3"]],
        [["net_h1", "1"], ["net h1", "2"], ["out_h1@s2", "3"], ["out_h2@s2", "4"]],
        *[[["net_h1", "1"], ["out_h1@s2", "2"]]] * 2,
    ]
    assert found["json"] == [["net_h1", "0.50"], ["student", 'A "B"'], ["out_h1", "1e-3"]]
    quoted = [["net_h1", "0.3775"], ["out_h1", "0.5933"], ["δ_o1: a", "1"], ["net_h2", "2"]]
    assert found["yaml"] == quoted
    beside = [["net_h1", "0.3775"], ["out_h1", "0.5933"], ["net_h2", "0.3925"]]
    beside += [["out_h2", "0.5969"], ["E_total", "0.2984"], ["student", "x y"]]
    assert found["beside"] == [*beside, ["w5_new", "0.3589"]]
    for sheet, taken in zip(FOREIGN.values(), found["foreign"], strict=True):
        assert {name: raw for name, raw in taken if name in asked["lines"]} == sheet
    assert found["decoded"] == ["姓名: 李", "姓名: 李", "姓名: 李"]
