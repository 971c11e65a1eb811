"""What `bpcalc step` writes is read back, and all of it is right."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_content
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading import own_files
from bpcalc.exercise.sources import built_in
from bpcalc.locale import speaking
from bpcalc.report.formats import find
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from tests.helpers.mistake_exercises import mistake_exercise

FORMATS = {"skip-connection": ("json", "csv"), "batch-norm": ("json", "csv"), "xor": ("csv",)}
"""Besides Markdown: where two lines differ in nothing but the layer they lead from; of a batch."""


@pytest.mark.parametrize("name", [*built_in(), "batch-norm"])
def test_every_line_is_right(name):
    """Of the built-in exercises, and of one with normalised net inputs."""
    exercise = mistake_exercise(name) if name == "batch-norm" else bpcalc.load(name)
    marker, document = Marker(exercise), of_solution(bpcalc.solve(exercise))

    for format_ in ("markdown", *FORMATS.get(name, ())):
        assert verdicts(marker, find(format_).write(document)) == {"right"}, format_


@pytest.mark.parametrize(
    "name", ["mazur", "softmax", "fausett", "thresholds", "xor", "batch-momentum"]
)
def test_brief_pages_in_markdown(name):
    """Several values of a line, with the widest blank of Markdown between them, are read."""
    exercise = bpcalc.load(name)
    document = of_solution(bpcalc.solve(exercise), Selection(brief=True))

    assert verdicts(Marker(exercise), find("markdown").write(document)) == {"right"}


def test_blanks_of_markdown():
    """They are blanks; those at the end of a line, and before an equals sign, separate nothing."""
    text = "$net_{h_1}$&nbsp;=&thinsp;0.3775&emsp;$net_{h_2}$ &emsp; =&ensp;0.3925"

    assert read(text, Marker(bpcalc.load("mazur"))) == {"net_h1": "0.3775", "net_h2": "0.3925"}


def verdicts(marker, written):
    """Return what the lines of a page turn out to be."""
    content = written if isinstance(written, bytes) else written.encode()
    return {mark.verdict for mark in marker.mark(read_content(content, marker.names).cells).marks}


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_lines_of_another_exercise_are_told(format_):
    """They went without a word; what is given is no answer, and is not told."""
    mazur = Marker(bpcalc.load("mazur"))
    other = find(format_).write(of_solution(bpcalc.solve(bpcalc.load("xor"))))

    for marker in (mazur, Marker(mistake_exercise("nesterov"))):
        own = find(format_).write(of_solution(bpcalc.solve(marker.exercise)))
        assert read_content(own.encode(), marker.names).notes == ()
    (says,) = read_content(other.encode(), mazur.names).notes
    assert says.startswith("lines of this file that fit no quantity of this exercise are left out")
    assert says.endswith(", the first of them `dE/db_o1`")


def test_lines_beyond_the_last_that_is_read_are_told(monkeypatch):
    """A table may have more of them."""
    monkeypatch.setattr(own_files, "MAX_ROWS_READ", 30)
    mazur = Marker(bpcalc.load("mazur"))
    table = find("csv").write(of_solution(bpcalc.solve(mazur.exercise)))

    notes = read_content(table.encode(), mazur.names).notes
    assert notes == ("only the first 30 lines of this file are read",)


def test_chinese_pages():
    """`上次更新后的值` are the old ones, and so are those below `原值`."""
    exercise = bpcalc.load("xor")
    with speaking("zh"):
        written = find("markdown").write(of_solution(bpcalc.solve(exercise)))

    assert verdicts(Marker(exercise), written) == {"right"}


def read(text, marker):
    """Return the numbers of a text by the names of what they are read as."""
    cells = read_content(text.encode(), marker.names).cells
    return {marker.names.told_name(key): cell.raw for key, cell in cells.items()}


def test_a_weight_in_a_table_is_none_of_the_unit_it_leads_to():
    """The numbers of `| h2 | w3 = -0.5 |` were taken for h2."""
    table = "| To | i1 | i2 |\n|---|---|---|\n| h1 | $w_1 = 0.15$ | $w_2 = 0.20$ |\n"
    mazur = Marker(bpcalc.load("mazur"))

    assert read(f"{table}| h2 | $w_3 = 0.25$ | w4 = 0.30 |\n\nnet_h1 = 0.3775", mazur) == {
        "net_h1": "0.3775"
    }
    assert read(table.replace("0.15", "0.1498").replace("0.20", "0.1996"), mazur) == {
        "w1_new": "0.1498",
        "w2_new": "0.1996",
    }


@pytest.mark.parametrize("labels", [("h1", "h2"), ()])
def test_a_table_of_weights_may_have_no_headings(labels):
    """The weights of its first row, and without labels those of its first column, were lost."""
    first, second = ["w1 = 0.1498", "w2 = 0.1996"], ["w3 = 0.2498", "w4 = 0.2995"]
    rows = [[*labels[:1], *first], ["---"] * (len(labels[:1]) + 2), [*labels[1:], *second]]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)

    assert read(table, Marker(bpcalc.load("mazur"))) == {
        "w1_new": "0.1498",
        "w2_new": "0.1996",
        "w3_new": "0.2498",
        "w4_new": "0.2995",
    }


def test_signs_of_latex():
    """With hats, fractions with brackets in them, and the square of a variance."""
    thresholds, norm = Marker(bpcalc.load("thresholds")), Marker(mistake_exercise("batch-norm"))

    assert read(r"\hat{y}_1 = 0.495317" + "\n" + r"$\hat y_2$ = 0.537132", thresholds) == {
        "yhat_1": "0.495317",
        "yhat_2": "0.537132",
    }
    assert read(r"$\sigma^2_{h_1} = 0.00472656$" + "\nε = 0.01", norm) == {"var_h1": "0.00472656"}
    assert read(r"$\frac{\partial E}{\partial \hat{x}_{h_1}} = 0.0103$", norm) == {
        "dE/dxhat_h1@s1": "0.0103"
    }


@pytest.mark.parametrize("title", ["**Net inputs, sample 2**", "Net inputs (sample 2)", "样本 2"])
def test_a_title_names_the_sample(title):
    """Be it in bold letters, or in brackets."""
    assert read(f"{title}\nnet_h1 = 0.3", Marker(bpcalc.load("xor"))) == {"net_h1@s2": "0.3"}
