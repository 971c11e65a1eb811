"""Right numbers as programs of many kinds print them, pasted whole: each is read, and is right."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

PRINTED = {  # style, text, how many quantities it holds
    "R_names": (
        "   out_h1    out_h2 \n0.5932700 0.5968844 \n   out_o1    out_o2 \n0.7513651 0.7729285 \n",
        4,
    ),
    "JS_table": (
        "┌─────────┬────────────────────┐\n"
        "│ (index) │       Values       │\n"
        "├─────────┼────────────────────┤\n"
        "│ net_h1  │ 0.3775 │\n"
        "│ out_h1  │ 0.5932699921071872 │\n"
        "└─────────┴────────────────────┘\n",
        2,
    ),
    "JS_f64": (
        "out_h Float64Array(2) [ 0.5932699921071872, 0.596884378259767 ]\n"
        "out_o Float64Array(2) [ 0.7513650695523157, 0.7729284653214625 ]\n",
        4,
    ),
    "tab_units": (
        "unit    net       out       delta\n"
        "----  --------  --------  ---------\n"
        "h1    0.377500  0.593270  0.008771\n"
        "h2    0.392500  0.596884  0.009954\n"
        "o1    1.105906  0.751365  0.138499\n"
        "o2    1.224921  0.772928  -0.038098\n",
        12,
    ),
    "tab_pretty": (
        "+----+----------+----------+\n"
        "|    |      net |      out |\n"
        "|----+----------+----------|\n"
        "| h1 | 0.377500 | 0.593270 |\n"
        "| h2 | 0.392500 | 0.596884 |\n"
        "| o1 | 1.105906 | 0.751365 |\n"
        "| o2 | 1.224921 | 0.772928 |\n"
        "+----+----------+----------+\n",
        8,
    ),
    "epoch_names2": (
        "w1 after epoch 1 = 0.149781\n"
        "w2 after epoch 1 = 0.199561\n"
        "w3 after epoch 1 = 0.249751\n"
        "w4 after epoch 1 = 0.299502\n"
        "w5 after epoch 1 = 0.358916\n"
        "w6 after epoch 1 = 0.408666\n"
        "w7 after epoch 1 = 0.511301\n"
        "w8 after epoch 1 = 0.561370\n",
        8,
    ),
    "plusminus": (
        "w5_new = 0.3589 ± 0.0001\n"
        "w6_new = 0.4087 +/- 0.0001\n"
        "out_h1 = 0.5933 \\pm 0.0001\n"
        "out_h2 = 0.5969±0.00005\n",
        4,
    ),
    "fstring_debug": (
        "z1=array([0.3775, 0.3925]) a1=array([0.59326999, 0.59688438])\n"
        "z2=array([1.10590597, 1.2249214 ]) a2=array([0.75136507, 0.77292847])\n",
        8,
    ),
    "julia_repl": (
        "julia> out_h\n2-element Vector{Float64}:\n 0.5932699921071872\n 0.596884378259767\n",
        2,
    ),
    "latex": (
        "$net_{h1} = 0.3775$, $out_{h1} = 0.593270$\n\\(\\delta_{o1} = 0.138499\\)\n",
        3,
    ),
    "mma_exp": (
        "delta_h1 = 8.77135*^-3\ndelta_h2 = 0.00995425\n",
        2,
    ),
    "jax": (
        "out_h Array([0.59327, 0.5968844], dtype=float32)\n"
        "out_o Array([0.7513651, 0.77292845], dtype=float32)\n",
        4,
    ),
    "fortran_D": (
        " delta_h1 = 0.877135D-02\n delta_h2 = 0.995425D-02\n",
        2,
    ),
    "pandas": (
        "        net       out\n"
        "h1  0.377500  0.593270\n"
        "h2  0.392500  0.596884\n"
        "o1  1.105906  0.751365\n"
        "o2  1.224921  0.772928\n",
        8,
    ),
    "octave_scaled": (
        "delta_h =\n\n   8.7714e-03   9.9543e-03\n\n",
        2,
    ),
    "matlab_scaled": (
        "delta_h =\n\n   1.0e-02 *\n\n    0.8771    0.9954\n\nout_h =\n\n    0.5933    0.5969\n\n",
        4,
    ),
    "tab_grid": (
        "+------------+---------+\n"
        "| quantity   |   value |\n"
        "+============+=========+\n"
        "| net_h1     | 0.37750 |\n"
        "+------------+---------+\n"
        "| net_h2     | 0.39250 |\n"
        "+------------+---------+\n"
        "| out_h1     | 0.59327 |\n"
        "+------------+---------+\n"
        "| out_o1     | 0.75137 |\n"
        "+------------+---------+\n",
        4,
    ),
    "JS_console": (
        "out_h: [ 0.5932699921071872, 0.596884378259767 ]\n"
        "out_o: [ 0.7513650695523157, 0.7729284653214625 ]\n",
        4,
    ),
    "tf": (
        "out_h: tf.Tensor([0.59326999 0.59688438], shape=(2,), dtype=float32)\n"
        "out_o: tf.Tensor([0.7513651 0.7729285], shape=(2,), dtype=float32)\n",
        4,
    ),
    "rust": (
        "out_h = [0.5932699921071872, 0.596884378259767]\n"
        "out_o = [\n"
        "    0.7513650695523157,\n"
        "    0.7729284653214625,\n"
        "]\n",
        4,
    ),
    "zh_labels2": (
        "隐藏层净输入：[0.3775, 0.3925]\n"
        "隐藏层输出：[0.5933, 0.5969]\n"
        "输出层净输入：[1.1059, 1.2249]\n"
        "输出层输出：[0.7514, 0.7729]\n"
        "总误差：0.2984\n"
        "输出层δ：[0.1385, -0.0381]\n"
        "隐藏层δ：[0.008771, 0.009954]\n",
        13,
    ),
}


@pytest.mark.parametrize("style", PRINTED)
def test_printout_is_read_and_right(style, tmp_path):
    """Nothing is skipped, and nothing is called wrong."""
    text, count = PRINTED[style]
    sheet = tmp_path / "sheet.txt"
    sheet.write_text(text, encoding="utf-8")
    marked = [mark for mark in bpcalc.check("mazur", sheet).marks if mark.verdict != "blank"]

    assert len(marked) == count
    assert {mark.verdict for mark in marked} <= {"right", "form", "jump"}


@pytest.mark.parametrize(
    "name",
    ["w5 (epoch 1)", "w5 after epoch 1", "w5 epoch 1", "w5（第1轮）", "w5@e1", "w5 (iteration 1)"],
)
def test_weight_of_an_epoch(name):
    """A weight after an epoch is the new one, unless its number is the old one."""
    new, old = (bpcalc.check("mazur", {name: number}) for number in ("0.3589", "0.40"))

    assert [mark.name for mark in new.marks if mark.verdict == "right"] == ["w5_new"]
    assert not any(mark.verdict != "blank" for mark in old.marks)


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        # tanh for the sigmoid, as doubles, floats of 32 bits and their doubles print it
        ({"net_h1": "0.3775", "out_h1": "0.3605343933972969"}, "other_activation"),
        ({"net_h1": "0.0275", "net_h2": "0.042499999999999996"}, "no_bias"),
        (
            {
                "net_h1": "0.3774999976158142",
                "net_h2": "0.39250001311302185",
                "out_h1": "0.3605343997478485",
                "out_h2": "0.37351346015930176",
            },
            "other_activation",
        ),
        ({"隐藏层输入": "[0.0275 0.0425]", "隐藏层输出": "[0.50687457 0.51062341]"}, "no_bias"),
    ],
)
def test_mistake_in_a_program_is_named(answers, rule):
    """What a program rounds in the last digits hides no mistake."""
    marked = bpcalc.check("mazur", answers)

    assert [finding.id for finding in marked.findings] == [rule]


@pytest.mark.parametrize("arrow", ["->", "=>", "-->", "→", "⇒", "⟶", "=="])
@pytest.mark.parametrize("name", ["w5_new", "dE/dw5", "net_h1"])
def test_an_arrow_before_the_number_is_an_equals_sign(arrow, name):
    """`dE/dw5 => 0.3` has one value, and it stands behind the arrow."""
    index = Marker(bpcalc.load("mazur")).names
    found = read_text(f"{name} {arrow} 0.3", index)

    assert [cell.raw for cell in found.cells.values()] == ["0.3"]
    assert not found.unknown


@pytest.mark.parametrize("sign", ["≒", "≅", "≃", "≐", r"\simeq", r"\cong", r"\doteq", r"\approx"])
def test_a_sign_for_a_rounded_value_is_an_equals_sign(sign):
    """Schools have several, and TeX a word for each."""
    found = read_text(f"net_h1 {sign} 0.3775", Marker(bpcalc.load("mazur")).names)

    assert [cell.raw for cell in found.cells.values()] == ["0.3775"]
    assert not found.unknown


@pytest.mark.parametrize("number", [r"2\frac{7}{20}", r"2 \dfrac{7}{20}", "2 7/20"])
def test_a_whole_number_before_a_fraction_keeps_its_digits(number):
    """2 and 7/20 is 2.35; read as 27/20, a right answer was called a mistake."""
    marked = bpcalc.check("two-three-two", f"net_h1 = {number}")

    assert marked.score == 1
    assert not marked.findings


def test_an_arrow_between_words_is_none():
    """Nothing is taken for a number where none begins behind the arrow."""
    text = "hidden layer -> output layer\nnet_h1 = 0.3775\n"
    found = read_text(text, Marker(bpcalc.load("mazur")).names)

    assert [cell.raw for cell in found.cells.values()] == ["0.3775"]


@pytest.mark.parametrize(
    "heading",
    [
        "Sample {}:",
        "样本{}：",
        "样本 {}",
        "第{}个样本",
        "第 {} 组：",
        "Sample #{}",
        "--- sample {} ---",
    ],
)
def test_a_heading_names_the_sample_of_the_lines_below(heading):
    """Its colon is no question for a value."""
    exercise = bpcalc.Exercise.build(
        samples=[{"inputs": [1], "targets": [0.5]}, {"inputs": [2], "targets": [0.1]}],
        weights=[[[0.5]]],
    )
    text = "".join(f"{heading.format(n)}\nnet_o1 = 0.{n}5\n\n" for n in (1, 2))
    found = read_text(text, Marker(exercise).names)

    assert {(key.sample, cell.raw) for key, cell in found.cells.items()} == {
        (1, "0.15"),
        (2, "0.25"),
    }
    assert not found.unknown
    assert not found.notes


def test_values_above_a_heading_are_not_of_its_sample():
    """A label waits for its values until the heading comes."""
    exercise = bpcalc.Exercise.build(
        samples=[{"inputs": [1], "targets": [0.5]}, {"inputs": [2], "targets": [0.1]}],
        weights=[[[0.5], [0.1]], [[0.2, 0.3]]],
    )
    text = "Sample 1:\nnet_h:\n0.15\n0.16\nSample 2:\nnet_h:\n0.25\n0.26\n"
    found = read_text(text, Marker(exercise).names)

    assert [(key.sample, cell.raw) for key, cell in found.cells.items()] == [
        *((1, "0.15"), (1, "0.16")),
        *((2, "0.25"), (2, "0.26")),
    ]


def test_samples_are_counted_in_chinese_numerals():
    """样本一 is the first one."""
    exercise = bpcalc.Exercise.build(
        samples=[{"inputs": [1], "targets": [0.5]}, {"inputs": [2], "targets": [0.1]}],
        weights=[[[0.5]]],
    )
    found = read_text("样本二：\nnet_o1 = 0.25\n", Marker(exercise).names)

    assert [key.sample for key in found.cells] == [2]


@pytest.mark.sampled(60)
@pytest.mark.parametrize("minus", ["-", "－", "−", "–", "‐", "﹣"])
@pytest.mark.parametrize("number", ["0.1", "1", "0.034", "０．００１", "8.2e-02", "３．８ｅ－０１"])
@pytest.mark.parametrize("colon", [": ", "：", " = ", "＝", " "])
def test_a_number_with_any_minus_is_a_number(minus, number, colon):
    """A line that cannot be read would have to be told; this one can."""
    text = f"dE/dw5{colon}{minus}{number}\nnet_h2: 0.3925\n"
    found = read_text(text, Marker(bpcalc.load("mazur")).names)

    assert len(found.cells) == 2
    assert all(cell.value is not None for cell in found.cells.values())
    assert min(cell.value for cell in found.cells.values()) < 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In[3]:= z1\nOut[3]= {0.3775, 0.3925}",
            {"net_h1": "0.3775", "net_h2": "0.3925"},
        ),
        (
            "In[1]:= net_h1\nOut[1]= 0.3775\n\nIn[2]:= outh // N\n\nOut[2]//N= {0.5933, 0.5969}",
            {"net_h1": "0.3775", "out_h1": "0.5933", "out_h2": "0.5969"},
        ),
        ("net_h1 = 0.3775\nOut[3]= {0.1, 0.2}", {"net_h1": "0.3775"}),
        (
            ">>> print(z1)\n[0.3775 0.3925]\n>>> print(E_total)\n0.2984\n",
            {"net_h1": "0.3775", "net_h2": "0.3925", "E_total": "0.2984"},
        ),
        ("ans =\n\n    0.5\n\nnet_h1 =\n\n   0.3775\n", {"net_h1": "0.3775"}),
    ],
)
def test_what_was_asked_for_at_a_prompt(text, expected):
    """`Out[3]` had been taken for outputs, and what was printed by a call was lost."""
    names = Marker(bpcalc.load("mazur")).names
    found = read_text(text, names)

    assert {names.own.name(key): cell.raw for key, cell in found.cells.items()} == expected
    assert not found.unknown


@pytest.mark.parametrize("rule", ["", "---|---|---|---|---\n"])
def test_a_table_with_bars_and_an_empty_corner(rule):
    """All of it had been left out without a word."""
    names = Marker(bpcalc.load("mazur")).names
    text = f"""\
       | h1     | h2     | o1     | o2
{rule}net    | 0.3775 | 0.3925 | 1.1059 | 1.2249
out    | 0.5933 | 0.5969 | 0.7514 | 0.7729
"""
    found = read_text(text, names)

    assert [*{names.own.name(key): cell.raw for key, cell in found.cells.items()}.items()] == [
        *(("net_h1", "0.3775"), ("net_h2", "0.3925"), ("net_o1", "1.1059"), ("net_o2", "1.2249")),
        *(("out_h1", "0.5933"), ("out_h2", "0.5969"), ("out_o1", "0.7514"), ("out_o2", "0.7729")),
    ]
