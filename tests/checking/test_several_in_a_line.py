"""Where one value of a line ends and the next name begins, and what may be read in two ways."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker


@pytest.fixture(scope="module")
def names():
    """Return the names of Mazur's network."""
    return Marker(bpcalc.load("mazur")).names


def read(names, text):
    """Return the answers of a sheet by name, and what is not understood."""
    answers = read_text(f"net_o2 = 1.2249\n{text}\n", names)
    found = {names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    del found["net_o2"]
    return found, answers


@pytest.mark.parametrize(
    "line",
    [
        "net_h1 = 0.15 i1 = 0.3775",
        "net_h1 = ~0.15 w1 = 0.3775",
        "net_h1 = **0.15** i1 = 0.3775",
        "net_h1 = 0.3775 w1 = 0.1498",
    ],
)
def test_a_given_number_behind_a_number_may_be_its_factor(names, line):
    """Or the next answer of the line: neither is believed, and that is said."""
    found, answers = read(names, line)

    assert not found
    assert len(answers.unknown) == 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("w5 = 0.3589 w6 = 0.4087", {"w5_new": "0.3589", "w6_new": "0.4087"}),
        ("w5_new = 0.3589 w6 = 0.4087", {"w5_new": "0.3589", "w6_new": "0.4087"}),
        ("dE/dw5 = 0.0822 w5 = 0.3589", {"dE/dw5": "0.0822", "w5_new": "0.3589"}),
        ("net_h1 = 0.3775 h1 = 0.5933", {"net_h1": "0.3775", "out_h1": "0.5933"}),
        ("dE/dw5 = 0.1385 times out_h1 = 0.0822", {"dE/dw5": "0.0822"}),
        ("net_h1 = w1*i1 + w2*i2 + b1 so net_h1 = 0.3775", {"net_h1": "0.3775"}),
        ("net_h1 = w1*i1 + w2*i2 + b1, net_h1 = 0.3775", {"net_h1": "0.3775"}),
    ],
)
def test_what_can_be_no_factor_is_the_next_answer(names, line, found):
    """New weights stand beside each other, and a product has its words and signs."""
    assert read(names, line)[0] == found


@pytest.mark.parametrize(
    "line",
    [
        "net_h1 = about 0.3775 so out_h1 = 0.5933",
        "net_h1 = approximately 0.3775 out_h1 = 0.5933",
        "net_h1 = 约0.3775 所以 out_h1 = 0.5933",
        "net_h1 = 0.3775 (rounded) out_h1 = 0.5933",
        "net_h1 = 0.3775（四舍五入） out_h1 = 0.5933",
    ],
)
def test_words_around_a_number_do_not_hide_the_next_name(names, line):
    """The first quantity was given the number of the second one."""
    assert read(names, line)[0] == {"net_h1": "0.3775", "out_h1": "0.5933"}


def test_a_formula_does_not_take_the_number_of_the_next_quantity(names):
    """It was called a wrong net input, and the output was lost."""
    found, _ = read(names, "net_h1 = w1*i1 + w2*i2 + b1 so out_h1 = 0.5933")

    assert found["out_h1"] == "0.5933"
    assert found["net_h1"] == "w1*i1 + w2*i2 + b1"


@pytest.mark.parametrize(
    ("line", "who", "found"),
    [
        ("姓名：班超 net_h1=0.3775", "班超", {"net_h1": "0.3775"}),
        (
            "姓名：有为 net_h1=0.3775, w5_new=0.3589",
            "有为",
            {"net_h1": "0.3775", "w5_new": "0.3589"},
        ),
        ("Name: Ann Lee net h1 = 0.3775", "Ann Lee", {"net_h1": "0.3775"}),
        ("Name: Ann Lee h1 net: 0.3775", "Ann Lee", {"net_h1": "0.3775"}),
        ("Name: Ann E = 0.2984", "Ann", {"E_total": "0.2984"}),
        ("Name: Lee, Ann: 12345", "Lee, Ann: 12345", {}),
    ],
)
def test_an_answer_in_the_line_of_the_name_is_no_part_of_it(names, line, who, found):
    """It was lost without a word."""
    read_as, answers = read(names, line)

    assert (answers.student, read_as) == (who, found)


@pytest.mark.parametrize(
    "line",
    [
        "w5 from 0.4 to 0.3589",
        "w5从0.4更新为0.3589",
        "w5 由 0.4 变为 0.3589",
        "w5_new得0.3589",
        "w5_new 得到 0.3589",
        "四舍五入为4位: w5_new = 0.3589",
        "保留为4位小数：w5_new = 0.3589",
    ],
)
def test_words_may_stand_for_the_equals_sign(names, line):
    """These were passed over, or lost behind the number of digits."""
    found, answers = read(names, line)

    assert found == {"w5_new": "0.3589"}
    assert not answers.unknown


@pytest.mark.parametrize(
    "line",
    [
        "由net_h1得0.5933",
        "因为w5的旧值0.4较大",
        "so w5 becomes smaller, 0.3589",
        "得 0.3775",
    ],
)
def test_a_line_with_a_name_and_a_number_is_read_or_told(names, line):
    """Nothing was said where the sheet had other lines."""
    found, answers = read(names, line)

    assert not found
    assert len(answers.unknown) == 1


@pytest.mark.parametrize("line", ["Exercise 3.1 backprop", "2.5 points", "Version 2.0 of today"])
def test_prose_with_a_number_is_passed_over(names, line):
    """It names nothing."""
    assert not read(names, line)[1].unknown


@pytest.mark.parametrize("remark", ["(保留为4位小数)", "（约为0.38）", "(which is 0.38)"])
def test_what_stands_beside_a_number_is_shown_as_it_was_written(names, remark):
    """A word in it was turned into an equals sign."""
    found, answers = read(names, f"net_h1 = 0.3775 {remark}")

    assert found == {"net_h1": "0.3775"}
    assert any(remark in note for note in answers.notes)


def test_several_answers_in_parentheses_are_read(names):
    """Those of one name only were."""
    line = "E_total = 0.2984 (E_o1 = 0.2748, E_o2 = 0.0236)"
    found, answers = read(names, line)

    assert found == {"E_total": "0.2984", "E_o1": "0.2748", "E_o2": "0.0236"}
    assert not answers.notes


@pytest.mark.parametrize("name", ["w_5^{(7)}", "w_{5}^{(2)}"])
def test_an_unknown_name_is_shown_as_it_was_written(names, name):
    """What is raised was shown before what stands below."""
    assert f"`{name}`" in read(names, f"{name} = 0.35")[1].unknown[0]


@pytest.mark.parametrize(
    "line",
    [
        *("a) net_h1 = 0.3775 b) net_h2 = 0.3925", "a. net_h1 = 0.3775\nb. net_h2 = 0.3925"),
        *("1、net_h1=0.3775 2、net_h2=0.3925", "1) net_h1=0.3775 2) net_h2=0.3925"),
        *(
            "第一步 net_h1 = 0.3775\n第二步 net_h2 = 0.3925",
            "B) net_h2 = 0.3925\nA) net_h1 = 0.3775",
        ),
    ],
)
def test_what_numbers_an_answer_is_no_part_of_its_name(names, line):
    """`b) net_h2` was a bias."""
    found, answers = read(names, line)

    assert found == {"net_h1": "0.3775", "net_h2": "0.3925"}
    assert not answers.unknown


def test_a_slash_may_divide_or_part(names):
    """The first name was given the number of the second."""
    found, answers = read(names, "net_h1 = 0.3775/out_h1 = 0.5933")

    assert not found
    assert len(answers.unknown) == 1


def test_two_numbers_of_a_unit_are_not_those_of_its_layer(names):
    """0.5933 was a wrong net input of h2."""
    found, answers = read(names, "h1: 0.3775, 0.5933")

    assert not found
    assert len(answers.unknown) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("b_1 = 0.5933", "out_h1"), ("b1 = 0.3399", "b1_new"), ("b2 = 0.7", "b2_new")],
)
def test_a_given_name_may_be_an_output_in_another_book(names, text, name):
    """Its right number was a wrong bias."""
    assert list(read(names, text)[0]) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "dE/dw5 -> 0.0822, new w5 -> 0.3589",
        "dE/dw5 -> 0.0822，新w5 -> 0.3589",
        "dE/dw5 -> [0.0822]\tw5_new -> [0.3589]",
        "dE/dw5 = 0.0822。新w5 = 0.3589",
        "dE/dw5 = 0.0822（保留四位）。w5_new = 0.3589（保留四位）",
        "grad w5 = **0.0822** / 新w5 = **0.3589**",
        "dE/dw5 = 0.0822 (rounded) & new w5 = 0.3589 (rounded)",
        "dE/dw5 := [0.0822] → new w5 := [0.3589]",
        "dE/dw5 = about `0.0822` w5' = about `0.3589`",
        "dE/dw5为**0.0822**，新w5为**0.3589**",
    ],
)
def test_an_answer_ends_at_whatever_parts_it_from_the_next(names, line):
    """The first one was given the number of the second."""
    found, answers = read(names, line)

    assert found == {"dE/dw5": "0.0822", "w5_new": "0.3589"}
    assert not answers.unknown


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("so output of o2 -> 0.7729", {"out_o2": "0.7729"}),
        ("so sigmoid(net_h2) = (0.5969)", {"out_h2": "0.5969"}),
        ("h1的误差项: a*b = 0.0088", {"delta_h1": "0.0088"}),
        ("dE/dw5 = 0.0822 (rounded) w5 = 0.3589", {"dE/dw5": "0.0822", "w5_new": "0.3589"}),
    ],
)
def test_words_and_formulas_beside_a_name_do_not_change_it(names, line, found):
    """`so` was a sum, and a product of a and b a bias."""
    assert {name: raw.strip("()") for name, raw in read(names, line)[0].items()} == found


@pytest.mark.parametrize("name", ["w3'", "w3*", "**w3'**", "`w3'`", "'w3_new'"])
def test_the_sign_of_a_new_weight_is_kept(name):
    """Where it is the old one's number, nobody had answered."""
    found = read_text(f"net_h1 = -0.2\n{name} = -0.4000\n", Marker(bpcalc.load("xor")).names)

    assert [f"{cell.value:.4f}" for cell in found.cells.values()] == ["-0.2000", "-0.4000"]


@pytest.mark.parametrize(
    "line",
    [
        "net_h1    = w1*i1 + w2*i2 + b1     0.3775",
        "net_h1   (w1*i1 + w2*i2) + b1   0.3775",
        "net_h1: 0.15*0.05 + 0.2*0.1 + 0.35\t0.3775",
        "net_h1   1*(0.15*0.05 + 0.02 + 0.35)   0.3775",
        "out_h1   1/(1 + e^(-net_h1))   0.5933",
    ],
)
def test_a_number_stands_behind_its_formula(names, line):
    """Two blanks separate name, formula and value."""
    found, _ = read(names, line)
    assert found == {line.split()[0].strip(":"): line.split()[-1]}


@pytest.mark.parametrize(
    "line", ["dE/dw5   0.0822   w5_new   0.3589", "dE/dw5   d*out_h1   0.0822   w5_new   0.3589"]
)
def test_two_names_in_columns_have_each_its_number(names, line):
    """The first had been given the number of the second."""
    found, _ = read(names, line)
    assert list(found.values()) == ["0.0822", "0.3589"]


@pytest.mark.parametrize("value", ["0.3775   0.38", "0.1 -0.2   0.3", "0.3775 (w1*i1 + b1)   2.5"])
def test_what_is_no_formula_is_not_left_out(names, value):
    """Of two numbers nobody can tell which one is meant."""
    found, _ = read(names, f"net_h1 = {value}")
    assert found.get("net_h1") != value.split()[-1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("o1: 0.7514, E = 0.2748", {"out_o1": "0.7514", "E_o1": "0.2748"}),
        ("out_o1 = 0.7514, E = 0.2748", {"out_o1": "0.7514", "E_o1": "0.2748"}),
        ("o1 = 0.7514 E = 0.9", {"out_o1": "0.7514", "E_o1": "0.9"}),
        ("h1: 0.5933, net = 0.3775", {"out_h1": "0.5933", "net_h1": "0.3775"}),
        ("w5: 0.3589, gradient = 0.0822", {"w5_new": "0.3589", "dE/dw5": "0.0822"}),
        ("o1的输出=0.7514，误差=0.2748", {"out_o1": "0.7514", "E_o1": "0.2748"}),
        ("o1的净输入=1.1059，δ=0.1385", {"net_o1": "1.1059", "delta_o1": "0.1385"}),
        ("out_o1 = 0.7514, E = 0.2984", {"out_o1": "0.7514", "E_total": "0.2984"}),
    ],
)
def test_a_kind_behind_the_number_of_a_unit_is_of_that_unit(names, text, found):
    """The error of an output had been taken for that of all, and the right number called wrong."""
    assert read(names, text)[0] == found


@pytest.mark.parametrize(
    "text",
    [
        "o1: 0.7514, E = 0.2748; o2: 0.7729, E = 0.0236",
        "o1: 0.7514, E = 0.2748\no2: 0.7729, E = 0.0236",
        "out_o1 = 0.7514, E = 0.2748\nout_o2 = 0.7729, E = 0.0236",
    ],
)
def test_every_output_has_its_own_error(names, text):
    """Line by line, or all in one."""
    found, _ = read(names, text)

    assert (found["E_o1"], found["E_o2"]) == ("0.2748", "0.0236")
    assert "E_total" not in found


@pytest.mark.parametrize("line", ["o1: 0.7514, o2: 0.7729", "out_o1 = 0.7514, out_o2 = 0.7729"])
def test_behind_several_outputs_an_error_is_that_of_all(names, line):
    """Whatever its number is."""
    found, _ = read(names, f"{line}, E = 0.9")

    assert found["E_total"] == "0.9"


def test_units_may_be_called_by_numbers():
    """`net` behind `out_4` is no net input of the only output, unit 6."""
    names = Marker(bpcalc.load("han-kamber")).names
    answers = read_text("out_4 = 0.332, net = -0.7, delta = -0.0087", names)

    found = {names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    assert found == {"O_4": "0.332", "I_4": "-0.7", "Err_4": "-0.0087"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("net: h1=0.3775 o1=1.1059", {"net_h1": "0.3775", "net_o1": "1.1059"}),
        ("out: h1=0.5933, o1=0.7514", {"out_h1": "0.5933", "out_o1": "0.7514"}),
        ("error: o1=0.2748 o2=0.0236", {"E_o1": "0.2748", "E_o2": "0.0236"}),
        ("E: o1 = 0.2748, E_total = 0.2984", {"E_o1": "0.2748", "E_total": "0.2984"}),
        ("delta: h1=0.00877 o1=0.1385", {"delta_h1": "0.00877", "delta_o1": "0.1385"}),
        ("**δ**: o1=0.1385", {"delta_o1": "0.1385"}),
        ("error: E_total = 0.2984", {"E_total": "0.2984"}),
    ],
)
def test_a_kind_before_the_units_of_its_line_is_theirs(names, line, found):
    """The net inputs of outputs had been taken for outputs, and right numbers called wrong."""
    assert read(names, line)[0] == found


@pytest.mark.parametrize("line", ["h3 = 1.80, y = 3.56", "out: h3=1.80 y=3.56"])
def test_a_unit_behind_a_unit_is_itself(line):
    """`y` is the output here, and not that of h3."""
    names = Marker(bpcalc.load("regression")).names
    answers = read_text(f"net_h1 = 1.9\n{line}", names)

    found = {names.own.name(key): cell.raw for key, cell in answers.cells.items()}
    assert "3.56" in (found.get("out_y"), found.get("y"), found.get("net_y"))
    assert found.get("out_h3", "1.80") == "1.80"


@pytest.mark.parametrize("unknown", ["δ^(7)", "q_{12}", "b(k+2)", "ρ'", "foo[3]"])
def test_an_unknown_name_ends_the_number_before_it(names, unknown):
    """Its own number was taken for that of the name before."""
    found, answers = read(names, f"net_h1 = 0.3775, {unknown} = 0.5")

    assert found == {"net_h1": "0.3775"}
    assert len(answers.unknown) == 1


@pytest.mark.parametrize("word", ["；同理", "。同样", "; similarly"])
def test_a_word_between_two_answers_belongs_to_neither(names, word):
    """The number before it could not be read."""
    found, answers = read(names, f"net_h1=0.3775{word}，net_h2=0.3925")

    assert found == {"net_h1": "0.3775", "net_h2": "0.3925"}
    assert not answers.unknown


def test_parts_of_tasks_are_no_names(names):
    """`1a)` counts an answer as `1)` does."""
    found, _ = read(names, "1a) net_h1: 0.3775\n1b) net_h2: 0.3925")

    assert found == {"net_h1": "0.3775", "net_h2": "0.3925"}
