"""Tables whose columns blanks separate: as pandas, printf, R, MATLAB and Julia print them."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

NAMES = {name: Marker(bpcalc.load(name)).names for name in ("two-three-two", "tanh", "regression")}
UNITS = {
    "two-three-two": ("h1", "h2", "h3", "o1", "o2"),
    "tanh": ("h1", "h2", "o1"),
    "regression": ("h1", "h2", "h3", "y"),
}
WEIGHTS = {
    "two-three-two": ("w7", "w9", "w8", "w1", "b2"),
    "tanh": ("w5", "w6", "w1", "w4", "b1"),
    "regression": ("w7", "w8", "w9", "w1", "b_h1", "b_y"),
}


def read(text, exercise="tanh"):
    """Return what is answered, by name, and the names that mean nothing."""
    names = NAMES[exercise]
    found = read_text(text, names)
    return {names.own.full(key): cell.raw for key, cell in found.cells.items()}, found.unknown


def cell(exercise, name, digits):
    """Return the right number of a quantity as a program prints it."""
    names = NAMES[exercise]
    key = names.find(name) if not names.is_given(name) else names.given_keys(name)[0]
    return f"{float(names.values[key]):.{digits}f}"


def table(exercise, kind, digits):
    """Return headings, rows of right numbers, and how each cell is called."""
    if kind == "units":
        heads, forms = ("net", "out", "delta"), ("net_{}", "out_{}", "delta_{}")
        rows = UNITS[exercise]
    else:
        heads, forms = ("old", "gradient", "new"), ("{}", "dE/d{}", "{}_new")
        rows = WEIGHTS[exercise]
    names = [[form.format(row) for form in forms] for row in rows]
    cells = [[cell(exercise, name, digits) for name in line] for line in names]
    asked = {
        name: text
        for line, texts in zip(names, cells, strict=True)
        for name, text in zip(line, texts, strict=True)
        if not NAMES[exercise].is_given(name)
    }
    return heads, rows, cells, asked


def aligned(columns):
    """Return columns of texts as lines, each right-aligned, one blank at least between them."""
    widths = [max(map(len, column)) for column in columns]
    rows = zip(*columns, strict=True)
    return [" ".join(text.rjust(w) for text, w in zip(row, widths, strict=True)) for row in rows]


def pandas(heads, rows, cells, *, label=""):
    """Return a data frame as pandas prints it: two blanks between columns, one before a minus."""
    columns = [[label, *rows]] if label else []
    columns += [[head, *texts] for head, texts in zip(heads, zip(*cells, strict=True), strict=True)]
    index = ["", *(map(str, range(len(rows))) if label else rows)]
    return "\n".join(line.rstrip() for line in aligned([index, *columns]))


def printf(heads, rows, cells, *, label="weight", between="  "):
    """Return what a loop with `%-6s %9.6f` prints."""
    lines = [between.join((label.ljust(8), *(head.ljust(9) for head in heads)))]
    lines += [f"{row:<8}" + " ".join(texts) for row, texts in zip(rows, cells, strict=True)]
    return "\n".join(lines)


STYLES = {
    "pandas with an index": lambda *told: pandas(*told, label="weight"),
    "pandas with names as index": lambda *told: pandas(*told),
    "printf": lambda *told: printf(*told),
    "printf with a rule": lambda *told: printf(*told).replace("\n", "\n-----  ----\n", 1),
    "R": lambda *told: "\n".join(
        f"{n or ''} {line}".rstrip()
        for n, line in enumerate(printf(*told, between=" ").split("\n"))
    ),
    "psql": lambda *told: printf(*told, between=" | ").replace("\n", "\n--------+------\n", 1),
    "np.savetxt with a heading": lambda *told: "# " + printf(*told),
    "transposed": lambda heads, rows, cells: pandas(rows, heads, [*zip(*cells, strict=True)]),
}


@pytest.mark.sampled(48)
@pytest.mark.parametrize("digits", [2, 4, 6])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ["units", "weights"])
@pytest.mark.parametrize("exercise", NAMES)
def test_every_number_is_read_as_what_it_is(exercise, kind, style, digits):
    """In every cell, under its name and no other."""
    heads, rows, cells, asked = table(exercise, kind, digits)
    text = STYLES[style](heads, rows, cells)

    assert read(text, exercise) == (asked, ()), text


@pytest.mark.parametrize("kind", ["units", "weights"])
@pytest.mark.parametrize("exercise", NAMES)
def test_a_wrong_number_stays_where_it_stands(exercise, kind):
    """Whatever number it is, the columns are told by their headings."""
    heads, rows, cells, asked = table(exercise, kind, 6)
    for row, texts in zip(rows, cells, strict=True):
        for at in range(1, len(texts)):
            right, texts[at] = texts[at], "0.123456"
            name = (
                (f"out_{row}", f"delta_{row}")[at - 1]
                if kind == "units"
                else (
                    f"dE/d{row}",
                    f"{row}_new",
                )[at - 1]
            )
            found, unknown = read(printf(heads, rows, cells), exercise)

            assert found == asked | {name: "0.123456"}
            assert unknown == ()
            texts[at] = right


BOXES = """
┌────────┬─────┬───────────┬──────────┐
│ weight ┆ old ┆ gradient  ┆ new      │
│ ---    ┆ --- ┆ ---       ┆ ---      │
│ str    ┆ f64 ┆ f64       ┆ f64      │
╞════════╪═════╪═══════════╪══════════╡
│ w5     ┆ 0.9 ┆ -0.010588 ┆ 0.902118 │
│ w6     ┆ 0.2 ┆ -0.118183 ┆ 0.223637 │
└────────┴─────┴───────────┴──────────┘
"""
JULIA = """
 Row │ weight  old      gradient    new
     │ String  Float64  Float64     Float64
─────┼──────────────────────────────────────
   1 │ w5          0.9  -0.010588   0.902118
   2 │ w6          0.2  -0.118183   0.223637
"""
MATLAB = """
    weight     old      gradient      new
    ______    ____    _________    ________

    {'w5'}     0.9    -0.010588    0.902118
    {'w6'}     0.2    -0.118183    0.223637
"""
TIBBLE = """# A tibble: 2 × 4
  weight   old  gradient      new
  <chr>  <dbl>     <dbl>    <dbl>
1 w5       0.9 -0.010588 0.902118
2 w6       0.2 -0.118183 0.223637
"""
FORMULAS = """
      w      ∂E/∂w      w_new
w5  0.9  -0.010588   0.902118
w6  0.2  -0.118183   0.223637
"""
CHINESE = """
权重    旧值    梯度        新值
w5     0.9   -0.010588  0.902118
w6     0.2   -0.118183  0.223637
"""
TWO_WORDS = """
weight  old value  gradient  new value
w5      0.9        -0.010588 0.902118
w6      0.2        -0.118183 0.223637
"""


@pytest.mark.parametrize(
    "text", [BOXES, JULIA, MATLAB, TIBBLE, FORMULAS, CHINESE, TWO_WORDS, BOXES.replace("┆", "│")]
)
def test_other_programs(text):
    """Each prints its own rules, types and marks around the same numbers."""
    gradients = {"dE/dw5": "-0.010588", "dE/dw6": "-0.118183"}
    new = {"w5_new": "0.902118", "w6_new": "0.223637"}
    found, unknown = read(text)

    assert found == gradients | new
    assert [says for says in unknown if "`str" not in says] == []


HIDDEN = {"net_h1": "-0.0400", "out_h1": "-0.0399", "net_h2": "-0.4800", "out_h2": "-0.4462"}


@pytest.mark.parametrize(
    "text",
    [
        "unit      net      out\nhidden 1  -0.0400  -0.0399\nhidden 2  -0.4800  -0.4462",
        "单元  净输入  输出\n隐藏层神经元1 -0.0400 -0.0399\n隐藏层神经元2 -0.4800 -0.4462",
        "layer  unit  net  out\nhidden h1 -0.0400 -0.0399\nhidden h2 -0.4800 -0.4462",
        "         net      out\nunit\nh1   -0.0400  -0.0399\nh2   -0.4800  -0.4462",
        "unit net out f\nh1 -0.0400 -0.0399 tanh\nh2 -0.4800 -0.4462 tanh",
        "net out\n\nh1 -0.0400 -0.0399\n\nh2 -0.4800 -0.4462",
        "net_j  out_j\nh1 -0.0400 -0.0399\nh2 -0.4800 -0.4462",
        "net  \\\nh1 -0.0400\nh2 -0.4800\n\n     out\nh1 -0.0399\nh2 -0.4462",
        "\tnet\tout\nh1\t-0.0400\t-0.0399\nh2\t-0.4800\t-0.4462",
        "\th1\th2\nnet\t-0.0400\t-0.4800\nout\t-0.0399\t-0.4462\n",
    ],
)
def test_rows_in_other_words(text):
    """A row may be called by several words; what is above the columns need not be plain."""
    assert read(text)[0] == HIDDEN


def test_cells_that_are_left_blank():
    """Hidden units have no target: where the other numbers end tells which cell is blank."""
    text = (
        "unit        net        out     target       delta\n"
        "h1    -0.040000  -0.039979               0.237975\n"
        "h2    -0.480000  -0.446244               0.042420\n"
        "o1    -0.225230  -0.221497  -0.500000    0.264840\n"
    )
    found, unknown = read(text)

    assert {name: found[name] for name in ("net_h1", "out_h1", "delta_h1", "delta_h2")} == {
        "net_h1": "-0.040000",
        "out_h1": "-0.039979",
        "delta_h1": "0.237975",
        "delta_h2": "0.042420",
    }
    assert unknown == ()


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("unit  net  out  delta\nh1 -0.04 -0.04 0.238\nh2 -0.48 0.042", "h2 -0.48 0.042"),
        ("unit  net  out\nh1 -0.04 -0.04\nn2 -0.48 -0.45", "n2 -0.48 -0.45"),
        ("unit  net  out\nh1 -0.04 -0.04\nh7 -0.48 -0.45", "h7 -0.48 -0.45"),
        ("weight old gradient new\nw5 0.9 -0.01 0.9\nw6 0.2 -0.1 0.2 0.3", "w6 0.2 -0.1 0.2 0.3"),
    ],
)
def test_a_row_that_does_not_fit_is_told(text, row):
    """It is not read, and no number of it becomes that of another quantity."""
    found, unknown = read(text)

    assert not any(name.endswith(("h2", "w6", "w6_new")) for name in found)
    assert len(unknown) == 1
    assert f"`{row}`" in unknown[0]


@pytest.mark.parametrize(
    "before",
    [
        "[INFO] ",
        "[INFO] [train.py:42] ",
        "2026-11-28 09:41:07,123 - root - INFO - ",
        "09:41:07 | ",
        "INFO:root:",
        "[2026-11-28 09:41:07] ",
        "[09:41:07.250] INFO ",
        "train.py:42: ",
    ],
)
def test_what_a_logger_prints_before_a_line(before):
    """The unit at the beginning of the line tells whose the numbers are, with one output, too."""
    text = (
        "h1: net=-0.0400 out=-0.0399\n"
        "h2: net=-0.4800 out=-0.4462\n"
        "o1: net=-0.2252 out=-0.2215\n"
        "w5: 0.9000 -> 0.9021\n"
    )
    logged = "".join(f"{before}{line}\n" for line in text.splitlines())

    assert read(logged) == read(text)
    assert read(logged)[0] == HIDDEN | {
        "net_o1": "-0.2252",
        "out_o1": "-0.2215",
        "w5_new": "0.9021",
    }


NEW_AND_GRADIENTS = {"dE/dw5": "-0.0106", "dE/dw6": "-0.1182"} | {
    "w5_new": "0.9021",
    "w6_new": "0.2236",
}


@pytest.mark.parametrize(
    "text",
    [
        "Gradients:\nw5: -0.0106\nw6: -0.1182\nNew weights:\nw5: 0.9021\nw6: 0.2236",
        "梯度\nw5 = -0.0106\nw6 = -0.1182\n更新后的权重：\nw5 = 0.9021\nw6 = 0.2236",
        "== Gradients of the output layer ==\nw5 -0.0106\nw6 -0.1182\n\nw5 0.9021\nw6 0.2236",
        "w5   -0.0106\nw6   -0.1182\nName: gradient, dtype: float64\n"
        "w5    0.9021\nw6    0.2236\nName: new, dtype: float64",
    ],
)
def test_a_heading_says_what_the_weights_below_it_are(text):
    """Where only the weight is named; a gradient was taken for the new weight."""
    assert read(text) == (NEW_AND_GRADIENTS, ())


@pytest.mark.parametrize(
    "text",
    [
        "Net inputs:\nh1: -0.0400\nh2: -0.4800\nOutputs:\nh1: -0.0399\nh2: -0.4462",
        "h1   -0.0400\nh2   -0.4800\nName: net, dtype: float64\n"
        "h1   -0.0399\nh2   -0.4462\nName: out, Length: 2, dtype: float64",
    ],
)
def test_a_heading_says_what_the_units_below_it_have(text):
    """The name of a series is nobody's."""
    found = read_text(text, NAMES["tanh"])

    assert read(text) == (HIDDEN, ())
    assert found.student == ""


@pytest.mark.parametrize("row", ["w6 0.2 -0.118183 0.223637", "h1 -0.04 -0.039979", "o1 0.1 0.2"])
def test_numbers_without_headings_are_told(row):
    """What belongs to one weight or unit is no array of its layer; it was read so."""
    found, unknown = read(f"net_h2 = -0.48\n{row}\n")

    assert found == {"net_h2": "-0.48"}
    assert f"`{row}`" in unknown[0]


ROWS = [["weight", "old", "gradient", "new"], ["w5", "0.9", "-0.0106", "0.9021"]]
ROWS += [["w6", "0.2", "-0.1182", "0.2236"]]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(map(",".join, ROWS)),
        "\n".join(map("\t".join, ROWS)),
        "\n".join(f"{n},{','.join(row)}" for n, row in zip(["", "0", "1"], ROWS, strict=True)),
        "\n".join(";".join(row) for row in ROWS).replace("old;gradient;new", "w;dE/dw;w_new"),
        "\n".join(",".join(row) for row in ROWS).replace("weight,old", "权重,旧值"),
        "|".join(["", *ROWS[0], "\n|-|-|-|-|\n", *ROWS[1], "\n", *ROWS[2], ""]),
        '[{"weight": "w5", "gradient": -0.0106, "new": 0.9021},'
        ' {"weight": "w6", "gradient": -0.1182, "new": 0.2236}]',
        "weight,w5,w6\ngradient,-0.0106,-0.1182\nnew,0.9021,0.2236",
    ],
)
def test_other_tables_tell_their_columns_by_the_same_headings(text):
    """In CSV, a copy out of a worksheet, Markdown and JSON."""
    assert read(text) == (NEW_AND_GRADIENTS, ())


def test_one_column_of_gradients():
    """It is not one of new weights because only the weights are named."""
    assert read("weight,gradient\nw5,-0.0106\n")[0] == {"dE/dw5": "-0.0106"}
    assert read("weight  gradient\nw5  -0.0106\n")[0] == {"dE/dw5": "-0.0106"}


def test_a_table_of_names_and_values():
    """Its rows are those of quantities, be they counted or not."""
    text = "     name    value\n0  net_h1  -0.0400\n1  out_h1  -0.0399\n"

    assert read(text)[0] == {"net_h1": "-0.0400", "out_h1": "-0.0399"}
    assert read("quantity  value\nnet_h1  -0.04\nE_total  0.0388")[0] == {
        "net_h1": "-0.04",
        "E_total": "0.0388",
    }


def test_a_heading_between_tables_is_no_row():
    """It says of which sample the next one is; all were taken for those of the first."""
    names = Marker(bpcalc.load("batch-momentum")).names
    lines = [
        "Sample 1",
        "unit net out",
        "h1 -0.24 0.44",
        "Sample 2",
        "unit net out",
        "h1 0.16 0.54",
    ]
    found = read_text("\n".join(lines), names)

    assert [(names.own.full(key), cell.raw) for key, cell in found.cells.items()] == [
        ("net_h1", "-0.24"),
        ("out_h1", "0.44"),
        ("net_h1@s2", "0.16"),
        ("out_h1@s2", "0.54"),
    ]
    assert found.unknown == ()


def test_a_column_of_samples():
    """It is no count of the rows, which may be dropped."""
    names = Marker(bpcalc.load("batch-momentum")).names
    text = "sample unit net out\n1 h1 -0.24 0.44\n2 h1 0.16 0.54\n"
    found = read_text(text, names)

    assert {names.own.full(key): cell.raw for key, cell in found.cells.items()} == {
        "net_h1": "-0.24",
        "out_h1": "0.44",
        "net_h1@s2": "0.16",
        "out_h1@s2": "0.54",
    }


def test_units_that_a_program_counts_from_0():
    """`hidden[1]` behind `hidden[0]` is the second unit."""
    text = "unit      net      out\nhidden[0] -0.0400 -0.0399\nhidden[1] -0.4800 -0.4462\n"

    assert read(text) == (HIDDEN, ())
    assert read(text.replace("[1]", "[2]").replace("[0]", "[1]")) == (HIDDEN, ())


def test_biases_of_units():
    """A column of biases among those of the unit, or rows of units under the word."""
    new = {"b_h1_new": "0.0804", "b_y_new": "0.2220"}
    gradients = {"dE/db_h1": "0.3920", "dE/db_y": "0.5600"}
    for text in (
        "     bias  b_grad   b_new\nh1   0.10  0.3920  0.0804\ny    0.25  0.5600  0.2220",
        "bias  old   dE/db  new\nh1  0.10  0.3920  0.0804\ny   0.25  0.5600  0.2220",
        "bias  old   gradient  new\nb_h1  0.10  0.3920  0.0804\nb_y   0.25  0.5600  0.2220",
    ):
        assert read(text, "regression") == (new | gradients, ()), text


def test_numbers_without_a_name_are_told():
    """Of a column, and of a cell; they are not taken for others."""
    text = "unit net out momentum\nh1 -0.04 -0.04 0.9\nh2 -0.48 -0.45 0.9"
    found = read_text(text, NAMES["tanh"])

    assert found.notes == ("columns that name nothing of this exercise are left out: momentum",)
    assert len(found.cells) == 4


def test_numbers_below_their_names():
    """One row is read; a row that an epoch counts is told, and was lost without a word."""
    text = "net_h1 = -0.04\nw5_old  w5_grad  w5_new\n0.9  -0.0106  0.9021\n"
    assert read(text) == (
        {"net_h1": "-0.04", "dE/dw5": "-0.0106", "w5_new": "0.9021"},
        (),
    )
    for table in ("epoch  E_total\n1  0.0388", "step  w5  w6\n1  0.9021  0.2236"):
        found, unknown = read(f"net_h1 = -0.04\n{table}")

        assert found == {"net_h1": "-0.04"}
        assert len(unknown) == 1
