"""HTML: nothing on the page but what is allowed, every number as JSON has it, every text a text."""

import json
import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

import bpcalc
from bpcalc import locale
from bpcalc.cli import run
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.notations import NOTATIONS
from bpcalc.report.comparison import comparison
from bpcalc.report.document import Document, Section
from bpcalc.report.formats import Page, html
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from bpcalc.report.stage_pictures import MAX_STAGE_PICTURES
from bpcalc.report.web.numbers import column, is_column
from bpcalc.report.web.parts import MOST_OPEN
from tests.helpers import naughty
from tests.helpers.reports import lines_of, report, unsigned, worked_lines
from tests.helpers.web import Element, cells, one, said, texts, tree

FRAGMENT = Page(fragment=True)

MARKUP = [
    "<img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "</math></svg><iframe src=https://example.org>",
    "<!-- <b>",
    "]]><?php ?>",
    "{{ 7 * 7 }}{% raw %}",
    "https://example.org/\"onclick='alert(1)'",
]
"""Texts that mean something to a browser or to the templates."""


def page(exercise: Exercise | str, epochs: int = 1, selection: Selection | None = None) -> Element:
    """Return the page of an exercise as a tree."""
    whole = replace(selection or Selection(), whole_after=True)
    document = of_solution(bpcalc.solve(exercise, epochs), whole)
    return tree(html.FORMAT.write(document, Page()))


def table(root: Element, title: str) -> list[list[str]]:
    """Return the cells of the table with this title, row by row, without what names a column."""
    (found,) = (
        section
        for section in root.all("section")
        for heading in ("h2", "h3", "h4")
        if title in texts(section, heading)
    )
    return [[said(cell) for cell in cells(row)] for row in one(found, "tbody").all("tr")]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", sorted(built_in()))
@pytest.mark.parametrize(("language", "matrices"), [("en", True), ("zh", False)])
def test_a_page_has_only_what_is_allowed(name: str, language: str, matrices: bool) -> None:
    """No element or attribute could run, load or send anything; the page says its language."""
    locale.use(language)

    root = page(name, selection=Selection(matrices=matrices))

    assert one(root, "html").attributes["lang"] == {"en": "en", "zh": "zh-Hans"}[language]
    title = bpcalc.load(name).title
    assert (one(one(root, "head"), "title").text, texts(root, "h1")) == (title, [title])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", sorted(built_in()))
def test_the_last_column_is_what_json_shows(name: str) -> None:
    """Every line has its row, and its value is a number that can be copied."""
    root = page(name)

    rows = [
        cells(row)
        for section in root.all("section", "lines")
        for row in one(section, "tbody").all("tr")
    ]

    values = Counter(said(row[-1]) for row in rows)
    assert values == Counter(line["shown"] for line in worked_lines(name))


@pytest.mark.parametrize("notation", sorted(NOTATIONS))
def test_every_number_put_in_is_there(notation: str) -> None:
    """The numbers of a line are those of its substitution, in any notation."""
    exercise = with_notation(bpcalc.load("two-hidden-layers"), notation)
    rows = [
        [(said(cell), one(cell, "span", "plain").text) for cell in row.all("td", "f")]
        for section in page(exercise).all("section", "lines")
        for row in one(section, "tbody").all("tr")
    ]

    number = re.compile(r"\d+\.\d+")
    expected = [number.findall(line["substitution"]) for line in worked_lines(exercise)]
    seen, copied = zip(*(row[-1] for row in rows), strict=True)
    assert sorted(map(number.findall, seen)) == sorted(expected)
    assert sorted(copied) == sorted(line["substitution"] for line in worked_lines(exercise))


def test_given_numbers_are_there() -> None:
    """What the exercise gives stands on the page as it is written."""
    text = page("two-three-two").text

    for line in lines_of("two-three-two"):
        if line["kind"] in ("input", "target", "learning_rate", "weight", "bias"):
            assert f"={line['shown']}" in text.replace("−", "-")


@pytest.mark.parametrize("title", [*naughty.TITLES, *MARKUP])
def test_a_title_is_a_text(title: str, tmp_path: Path) -> None:
    """Whatever a title or a source says, the page says it sign by sign, and does nothing else."""
    document = of_solution(bpcalc.solve(naughty.exercise(tmp_path, "x1", title)))

    root = tree(html.FORMAT.write(replace(document, blocks=document.blocks[:8]), Page()))

    assert one(one(root, "head"), "title").text == title
    assert texts(root, "h1") == [title]
    assert f"Source: {title}" in texts(root, "p")
    assert all(link.text == link.attributes["href"] for link in root.all("a"))


@pytest.mark.parametrize("name", [*naughty.NAMES, "<img/src=x/onerror=alert(1)>", '"><b>'])
def test_a_name_is_a_text(name: str, tmp_path: Path) -> None:
    """Whatever a unit is called, its name stands above its weights and in the picture."""
    solution = bpcalc.solve(naughty.exercise(tmp_path, name, "title"))
    document = of_solution(solution)

    root = tree(html.FORMAT.write(replace(document, blocks=document.blocks[:12]), Page()))

    assert (
        table(root, "Weights from the hidden layer to the output layer")[0][0]
        == solution.units[2][0]
    )
    assert next(root.all("svg")).text.count("=") > 5
    assert len(list(root.all("section", "lines"))) == 3


def test_the_style_sheet_is_known_by_its_hash() -> None:
    """What a browser may apply is the one style sheet of the page, and nothing is loaded."""
    root = page("mazur")

    policy = next(
        meta.attributes["content"] for meta in root.all("meta") if "http-equiv" in meta.attributes
    )
    (style,) = root.all("style")
    (content,) = style.content
    known = b64encode(sha256(str(content).encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{known}'"]
    assert "unsafe" not in policy
    assert "url(" not in str(content)
    assert "@import" not in str(content)


def test_a_fragment_is_for_another_page() -> None:
    """It has no head or body of its own, and its style leaves all that is not its own alone."""
    root = tree(html.FORMAT.write(of_solution(bpcalc.solve("mazur")), FRAGMENT))

    assert [part.tag for part in root.content if isinstance(part, Element)] == ["div"]
    assert next(root.all("div")).classes == ["bpcalc"]
    assert not list(root.all("body"))
    (style,) = root.all("style")
    css = re.sub(r"/\*.*?\*/", "", str(style.content[0]), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", re.sub(r"@container[^{]+\{", "", css))
    selectors = [one for rule in rules for one in re.split(r",(?![^(]*\))", rule)]
    assert len(selectors) > 50
    assert [one for one in selectors if ".bpcalc" not in one] == []


def test_several_reports_are_one_page(tmp_path: Path) -> None:
    """`train --show-steps` writes one page: the epochs, then the run with its curve."""
    target = tmp_path / "train.html"

    assert (
        run(
            [
                "train",
                "xor",
                "--epochs",
                "40",
                "--until",
                "0",
                "--show-steps",
                "1,40",
                "-o",
                str(target),
            ]
        )
        == 0
    )

    root = tree(unsigned(target.read_bytes()))
    title = bpcalc.load("xor").title
    assert texts(root, "h1") == ["Epoch 1", "Epoch 40", title]
    assert one(one(root, "head"), "title").text == title
    assert len(list(root.all("figure", "curve"))) == 1
    assert len(table(root, "Outputs against targets")) == 4


ANSWERS = """
student: "<b>王</b>"
answers: {net_h1: 0.3775, net_h2: 0.5, out_h1: 0.5933, out_h2: 0.6225, delta_o1: 0.7414}
"""


def test_marks_are_colours_and_words(tmp_path: Path) -> None:
    """Every row of a marked sheet has the colour of its verdict, and says the verdict."""
    sheet, target = tmp_path / "answers.yaml", tmp_path / "marked.html"
    sheet.write_text(ANSWERS, encoding="utf-8")

    assert run(["check", "mazur", str(sheet), "-o", str(target)]) == 1

    root = tree(unsigned(target.read_bytes()))
    assert texts(root, "h1") == ["Marked answers of <b>王</b>"]
    *_, marks = root.all("section", "toned")  # before it: what you did beside what it should be
    rows = list(one(marks, "tbody").all("tr"))
    verdicts = [(row.classes, said(cells(row)[-1])) for row in rows]
    assert verdicts[:4] == [
        (["good"], "right"),
        (["bad"], "cause unknown"),
        (["good"], "right"),
        (["fair"], "follows"),
    ]


@pytest.mark.parametrize(
    "command", [["why", "mazur", "w1_new"], ["audit", "han-kamber"], ["step", "xor", "--only=net"]]
)
def test_every_report_is_written(command: list[str], tmp_path: Path) -> None:
    """Derivations, audits and selected lines are pages like any other."""
    target = tmp_path / "report.html"

    assert run([*command, "-o", str(target)]) == 0

    assert list(tree(unsigned(target.read_bytes())).all("table"))


def test_old_and_new_weights_stand_side_by_side() -> None:
    """The page ends with the weights before and after, and the difference of the two."""
    solution = bpcalc.solve("batch-momentum", epochs=2)
    root = page("batch-momentum", epochs=2)

    rows = table(root, "Weights and biases, before and after")

    pairs = comparison(solution)
    assert [row[1] for row in rows] == [solution.shown(old) for old, _ in pairs]
    assert [row[3] for row in rows] == [solution.shown(new) for _, new in pairs]
    for row, (old, new) in zip(rows, pairs, strict=True):
        difference = new.value - old.value
        assert abs(Decimal(row[2]) - difference) <= abs(difference) / 10**5


@pytest.mark.parametrize("name", sorted(built_in()))
def test_comparison_spans_the_whole_calculation(name: str) -> None:
    """Old values are the exercise's, new ones those that the closing forward pass works with."""
    solution = bpcalc.solve(name, epochs=2)
    used = {
        key
        for stage in solution.stages
        if stage.heading.epoch == 3
        for line in stage.lines
        for key in line.formula.refs()
        if key.kind in ("new_weight", "new_bias")
    }

    pairs = comparison(solution)

    assert {new.key for _, new in pairs} == used
    assert [old.key[1:4] for old, _ in pairs] == [new.key[1:4] for _, new in pairs]
    assert all(old in solution.stages[0].lines for old, _ in pairs)


def test_few_steps_are_unfolded_and_many_are_not() -> None:
    """One looks at a short report as a whole, and at a long one step by step."""
    few, many = page("mazur"), page("xor", epochs=2)

    steps = list(many.all("details", "step"))
    assert all("open" in part.attributes for part in few.all("details"))
    assert len(steps) > MOST_OPEN
    assert ["open" in step.attributes for step in steps] == [
        step in (steps[0], steps[-1]) for step in steps
    ]
    assert all("open" in part.attributes for part in many.all("details", "part"))


@pytest.mark.parametrize("epochs", [1, 2])
def test_the_result_belongs_to_no_step(epochs: int) -> None:
    """The error before and after closes the page; it is not a part of the last sample."""
    root = page("xor", epochs)

    steps = [step.text for step in root.all("details", "step")]
    assert not any("Result" in step for step in steps)
    assert "Result" in texts(root, "h2")


def test_the_part_that_a_stage_works_on_is_lit() -> None:
    """Beside a stage stands the network; what the stage is not about has faded."""
    root = page("mazur")

    forward, *_ = root.all("figure", "lit")
    units = {
        role: [unit.classes[-1] for unit in forward.all("g", "unit") if role in unit.classes]
        for role in ("input", "hidden", "output")
    }
    assert units == {"input": ["lit"] * 2, "hidden": ["lit"] * 2, "output": ["faded"] * 2}


def test_many_reports_share_the_pictures_of_one_page() -> None:
    """A page of many epochs does not grow by a picture for every stage of each."""
    documents = [of_solution(bpcalc.solve("single-neuron"))] * 10

    root = tree(html.FORMAT.write_all(documents, Page()))

    assert len(list(root.all("figure", "network"))) == 10
    assert len(list(root.all("figure", "lit"))) <= MAX_STAGE_PICTURES


@pytest.mark.parametrize(
    ("name", "epochs", "sentence"),
    [
        ("two-three-two", 1, []),
        ("xor", 3, ["Only the first 40 steps have a picture beside them."]),
        ("", 1, ["The network is too large to be drawn beside every step."]),
    ],
    ids=["all", "some", "none"],
)
def test_what_has_no_picture_is_said(
    name: str, epochs: int, sentence: list[str], tmp_path: Path
) -> None:
    """Nobody wonders why some steps have a picture and others have none."""
    exercise = bpcalc.load(name) if name else _exercise(tmp_path, (9, 2))
    root = tree(html.FORMAT.write(of_solution(bpcalc.solve(exercise, epochs)), Page()))

    said = [text for text in texts(root, "p") if "beside" in text]
    assert said == sentence


def test_a_large_network_is_drawn_once(tmp_path: Path) -> None:
    """Beside every stage it could not be read, and the file would grow for nothing."""
    size = 9
    exercise = _exercise(tmp_path, (size, 2))

    assert len(list(page(exercise).all("svg", "picture"))) == 1


def test_a_page_of_the_most_numbers_can_be_opened(tmp_path: Path) -> None:
    """So many numbers as a page may have take about 10 MB."""
    exercise = _exercise(tmp_path, (10, 12, 10))
    solution = bpcalc.solve(exercise)
    numbers = sum(1 for line in solution for _ in line.formula.refs())

    written = html.FORMAT.write(of_solution(solution), Page())

    assert len(written) / numbers * html.FORMAT.max_formula_numbers < 10_000_000


def _exercise(folder: Path, sizes: tuple[int, ...]) -> Exercise:
    """Return an exercise whose network has layers of these sizes."""
    content = {
        "inputs": [0.5] * sizes[0],
        "targets": [0.1] * sizes[-1],
        "learning_rate": 0.25,
        "weights": [
            [[0.01 * unit - 0.05] * below for unit in range(above)]
            for below, above in pairwise(sizes)
        ],
        "biases": [0.1] * (len(sizes) - 1),
    }
    path = folder / "large.yaml"
    path.write_text(json.dumps(content), encoding="utf-8")
    return bpcalc.load(path)


@pytest.mark.parametrize(
    ("numbers", "seen"),
    [
        (["0.5", "-12.25"], ["−0|0.5", "|-12.25"]),
        (["0.5", "0.25"], ["|0.5", "|0.25"]),
        (["1.2e-9", "-3"], ["−|1.2e-9", "|-3"]),
        (["0.5", "", "–", "100"], ["00|0.5", "|", "|–", "|100"]),
    ],
)
def test_points_stand_below_one_another(numbers: list[str], seen: list[str]) -> None:
    """Unseen signs and digits make up for what a number lacks before its point.

    They are not in the text: without its styles a page would show a wrong sign.
    """
    assert is_column(numbers)

    cells = [tree(str(cell)) for cell in column(numbers)]

    blanks = [list(cell.all("i")) for cell in cells]
    assert not any(blank.content for each in blanks for blank in each)
    room = ["".join(blank.attributes["data-room"] for blank in each) for each in blanks]
    assert [f"{blank}|{cell.text}" for blank, cell in zip(room, cells, strict=True)] == seen


def test_a_table_that_no_page_has_room_for_is_a_list() -> None:
    """Numbers of forty digits do not run off the page."""
    exercise = bpcalc.load("mazur")
    forty = replace(exercise, rounding=Rounding(Digits(40, significant=True)))
    wide = page(forty)

    folds = {kind for section in page(exercise).all("section", "lines") for kind in section.classes}
    flows = {kind for section in wide.all("section", "lines") for kind in section.classes}
    assert "folds" in folds
    assert "flows" in flows


def test_a_report_without_a_title_has_one() -> None:
    """A browser's tab is never without a name."""
    document = of_solution(bpcalc.solve("mazur"))
    kept = [block for block in document.blocks if not isinstance(block, Section)]

    root = tree(html.FORMAT.write(Document(document.solution, [], kept), Page()))

    assert one(one(root, "head"), "title").text == "bpcalc"


def test_a_deep_network_is_drawn_once() -> None:
    """Beside every one of hundreds of stages it would take minutes, and nobody could read it."""
    layers = 20
    exercise = bpcalc.load(
        {"inputs": [0.5], "targets": [0.9], "learning_rate": 0.5, "weights": [[[0.5]]] * layers}
    )

    text = report(exercise, "html")

    assert text.count("<svg") == 1 + layers  # the network, and the change of each weight
    assert "too large to be drawn beside every step" in text


def test_formulas_have_their_latex_beside_them() -> None:
    """Each piece of a formula is annotated with the LaTeX of its line, but in a notebook."""
    solution = bpcalc.solve("mazur")
    written = html.FORMAT.write(of_solution(solution), Page())
    page = written.decode() if isinstance(written, bytes) else written
    notes = set(re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', page))

    assert r"\frac{1}{1 + e^{-\mathrm{net}_{h_1}}}" in notes
    whole = " ".join(solution.latex(line) for line in solution)
    for note in notes:
        assert unescape(note) in whole, note
    assert "<annotation" not in str(solution._repr_html_())
    assert page.count("<semantics>") == page.count("<annotation")
