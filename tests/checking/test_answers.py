"""Sheets of answers in every form in which students hand them in."""

from decimal import Decimal

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text, read_words
from bpcalc.checking.reading.contents import decoded
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import AnswersError
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.maths.keys import Key
from bpcalc.notation.notations import NOTATIONS

GIVEN = {"input", "target", "learning_rate", "momentum", "weight", "bias"}


def names_of(exercise="mazur", notation=None, epochs=1):
    """Return the names of an exercise."""
    spec = bpcalc.load(exercise)
    if notation:
        spec = with_notation(spec, notation)
    solution = bpcalc.solve(spec, epochs)
    return QuantityIndex(spec, (line.key for line in solution if line.key.kind not in GIVEN))


NET_H1 = Key("net", 1, 1, None, 1, 1)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("net_h1: 0.10\nout_h1: 1e-3\n", ".yaml"),
        ("# sheet\nforward:\n  net_h1: 0.10\n  out_h1: 1e-3\n", ""),
        ('{"net_h1": 0.10, "out_h1": 1e-3}', ".json"),
        ('{"net_h1": "0.10", "out_h1": "1e-3"}', ""),
        ("name,value\nnet_h1,0.10\nout_h1,1e-3\n", ".csv"),
        ("name,value\nnet_h1,0.10\nout_h2\nout_h1,1e-3\n", ".csv"),
        ("net_h1;0,10\nout_h1;1e-3\n", ".csv"),
        ("student,net_h1,out_h1\nAnn,0.10,1e-3\n", ".csv"),
        ("net_h1：0.10\nout_h1 = 1e-3\n", ""),
        ("net_h1: 0.10\nout_h1: 1e-3\nout_h2: -\n", ""),
    ],
)
def test_every_form_keeps_the_text(text, suffix):
    """YAML, JSON, CSV and loose lines give the same cells, with all their digits."""
    cells = read_text(text, names_of()).cells

    assert Decimal("0.10") == cells[NET_H1].value
    assert cells[NET_H1].digits == 2
    assert Decimal("0.001") == cells[NET_H1._replace(kind="out")].value


SAME = [
    ("w5_new", "w5⁺", "w5+", "w5'", "W5_NEW", "w5 new", "w5′", "w5new"),
    ("delta_o1", "δ_o1", "δo1", "Delta_o1", "deltao1", "δ_O1", "delta3_1", "Err_5", "g_1"),
    ("dE/dw5", "∂E/∂w5", "de/dw5", "dC/dw3_11"),
    ("net_h1", "NET_H1", "neth1", "net_{h1}", "z2_1", "I_3", "net_h1[s1]", "net_h1@s1e1"),
    ("E_total", "etotal", "E total", "C"),
]


@pytest.mark.parametrize("texts", SAME, ids=lambda texts: texts[0])
def test_names_may_be_typed_in_many_ways(texts):
    """All of these mean the same quantity."""
    names = names_of()

    assert len({names.find(text) for text in texts}) == 1


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("exercise", ["mazur", "two-hidden-layers", "xor"])
def test_every_name_finds_its_quantity(exercise, notation):
    """Names, symbols and full names of the exercise's notation are read back."""
    names = names_of(exercise, notation)
    keys = names.keys

    for key in keys:
        assert key == names.find(names.own.full(key))
        for text in names.own.form(key):
            assert key[:4] == names.find(text)[:4]


def test_sample_and_epoch_are_named():
    """`net_h1[s2]` is the net input for the second sample."""
    names = names_of("xor", epochs=2)

    assert names.find("net_h1[s2]").when == (2, 1)
    assert names.find("net_h1[2]").when == (2, 1)
    assert names.find("net_h1@s3e2").when == (3, 2)
    assert names.find("net_h1@e2").when == (1, 2)


def test_unknown_names_are_listed_with_a_hint():
    """A name that means nothing stops nothing."""
    found = read_words(["net_h3=0.1", "net_h1=0.3775"], names_of())

    assert list(found.cells) == [NET_H1]
    assert "did you mean `net_h" in found.unknown[0]


def test_decimal_comma_counts_for_the_whole_sheet():
    """Where no number has a point, commas are decimal points."""
    found = read_text("net_h1;0,377\nout_h1;0,593", names_of())

    assert Decimal("0.377") == found.cells[NET_H1].value


@pytest.mark.parametrize(
    ("line", "name"),
    [("学号: 李雷", "李雷"), ("**Name:** Ann", "Ann"), ("- **姓名：**李雷", "李雷")],
)
def test_who_wrote_it(line, name):
    """A sheet may say whose it is; the stars of a bold label are not of the name."""
    assert read_text(f"{line}\nnet_h1: 0.3775", names_of()).student == name


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("student: Ann #2", "Ann", "#2"),
        ("姓名：王 #2 班", "王", "#2 班"),
        ("**Name**: O'Neil #2", "O'Neil", "#2"),
        ("student: #2", "", "#2"),
        ("student: 'Ann #2'", "Ann #2", ""),
        ("student: Ann # of group 2", "Ann", ""),
        ("student: C#", "C#", ""),
        ("net_h2: 0.3925 #2", "", ""),
    ],
)
def test_a_name_that_a_comment_cuts_is_told(line, name, rest):
    """`#2` behind a name was left out without a word; what stands behind numbers is a comment."""
    found = read_text(f"{line}\nnet_h1: 0.3775", names_of())

    assert found.student == name
    assert [rest in says and "comment" in says for says in found.notes] == [True] * bool(rest)


def test_first_answer_counts():
    """A quantity that is answered twice is said to be."""
    found = read_words(["net_h1=0.1", "z2_1=0.2"], names_of())

    assert Decimal("0.1") == found.cells[NET_H1].value
    assert found.notes


@pytest.mark.parametrize(("text", "suffix"), [("[1, 2]", ".json"), ("{", ".json"), ("words", "")])
def test_what_is_no_sheet_is_refused(text, suffix):
    """There is one sentence why."""
    with pytest.raises(AnswersError):
        read_text(text, names_of())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_a_classroom(encoding):
    """Files of Chinese Windows are read as well."""
    assert decoded("学号: 1".encode(encoding)) == "学号: 1"


def test_lines_of_an_epoch_that_is_not_asked_for_say_how_to_ask_for_it():
    """One sentence for all of them, whether there are others or not."""
    later = {"dE/dw5@e2": "0.3", "delta_o1@e2": "0.1"}
    marked = bpcalc.check("mazur", {"net_h1": "0.3775", **later})
    (said,) = marked.plain()["unknown"]
    assert all(name in said for name in (*later, "--epochs 2"))
    (unknown,) = bpcalc.check("mazur", {"net_h1": 1, "nothing@e2": 1}).plain()["unknown"]
    assert "--epochs" not in unknown
    with pytest.raises(AnswersError, match="--epochs 2"):
        bpcalc.check("mazur", later)
    both = bpcalc.check("mazur", later, credit=bpcalc.Credit(epochs=2))
    assert not both.plain()["unknown"]
