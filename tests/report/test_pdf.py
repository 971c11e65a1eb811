"""PDF by typst: every number is on paper, nothing runs off it, and no text is a command."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typst import TypstError

import bpcalc
from bpcalc import locale
from bpcalc.checking.marking_rule import asking
from bpcalc.cli import run
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.escaping import is_chinese
from bpcalc.report.formats import Page, pdf
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from bpcalc.report.typeset import fonts
from bpcalc.report.typeset.blocks import UNBROKEN
from bpcalc.report.typeset.blocks import words as printable
from bpcalc.report.typeset.compile import compile_pdf
from tests.helpers import naughty
from tests.helpers.exercises import exercise, layer, sample
from tests.helpers.pdf import POINTS, lowest, needs_pdftotext, numbers, pages, text, words
from tests.helpers.reports import lines_of

NO_CHINESE = not any(name in fonts.families() for name in fonts.CHINESE_FONTS)
needs_chinese = pytest.mark.skipif(NO_CHINESE, reason="no font for Chinese is installed")

A4 = (210 * POINTS, 297 * POINTS)
MARGIN = 22 * POINTS


def worked(name: Exercise | str, language: str = "en", matrices: bool = False) -> bytes:
    """Return the PDF of a worked exercise."""
    locale.use(language)
    solution = bpcalc.solve(name)
    return pdf.FORMAT.write(
        of_solution(solution, Selection(matrices=matrices, whole_after=True)), Page()
    )


def called(target: Path, *words: str) -> bytes:
    """Return the PDF that a command writes."""
    assert run([*words, "-o", str(target)]) in (0, 1)
    return target.read_bytes()


def wide() -> Exercise:
    """Return a network of 5, 8 and 4 units, whose net inputs are long sums."""
    texts = ["0.25", "-0.5", "0.125", "-1.5", "0.0625", "2", "-0.75", "0.875"]
    sigmoid = ACTIVATIONS["sigmoid"]
    hidden = layer([[*texts[unit:], *texts[:unit]][:5] for unit in range(8)], sigmoid, texts)
    output = layer([[*texts[unit:], *texts[:unit]] for unit in range(4)], sigmoid, texts[:4])
    given = sample(texts[:5], ["0", "1", "0.5", "0.25"])
    return exercise([hidden, output], [given], learning_rate=hidden.weights[0][0])


def forty_digits() -> Exercise:
    """Return an exercise with numbers of forty digits."""
    return replace(bpcalc.load("mazur"), rounding=Rounding(Digits(40, significant=True)))


@pytest.mark.sampled(3)
@needs_pdftotext
@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("two-three-two", "en"),
        ("softmax", "en"),
        ("han-kamber", "en"),
        pytest.param("batch-momentum", "zh", marks=needs_chinese),
        pytest.param("thresholds", "zh", marks=needs_chinese),
    ],
)
def test_every_number_of_json_is_on_paper(name: str, language: str) -> None:
    """What JSON shows of a line stands on a page, with its sign and its power of ten."""
    solution = bpcalc.solve(name)
    expected = {solution.shown(line) for line in solution}

    assert expected - numbers(text(worked(name, language))) == set()


SHEETS: dict[str, Callable[[Path], bytes]] = {
    "lines": lambda target: worked("two-three-two"),
    "table": lambda target: worked("batch-momentum"),
    "matrices": lambda target: worked("two-hidden-layers", matrices=True),
    "wide": lambda target: worked(wide()),
    "digits": lambda target: worked(forty_digits()),
    "long names": lambda target: worked(naughty.exercise(target.parent, "<" + "W" * 38, "W" * 300)),
    "marked": lambda target: called(
        target, "check", "mazur", "net_h1=0.3775", "out_h1=0.6", "delta_o1=0.7414", "w5_new=0.1"
    ),
    "trained": lambda target: called(target, "train", "xor", "--epochs", "50", "--until", "0"),
    "derived": lambda target: called(target, "why", "two-hidden-layers", "w1_new"),
    "examined": lambda target: called(target, "audit", "mazur"),
    "blank": lambda target: called(target, "sheet", "two-three-two"),
    "key": lambda target: called(target, "sheet", "softmax", "--key"),
}


@needs_pdftotext
@pytest.mark.parametrize("name", SHEETS)
def test_nothing_runs_off_the_page(name: str, tmp_path: Path) -> None:
    """All words stand between the margins of A4."""
    found = words(SHEETS[name](tmp_path / "report.pdf"))

    assert found
    assert min(word.left for word in found) > MARGIN - 1
    assert max(word.right for word in found) < A4[0] - MARGIN + 1
    assert min(word.top for word in found) > 0
    assert max(word.bottom for word in found) < A4[1]


TYPST = [
    '#panic("x")',
    '#read("report.typ")',
    "$ sum_(i=1)^n $",
    '#import "@preview/cetz:0.4.2"',
    "= a heading",
    "/ term: list",
    "<label> @reference",
    "`raw` *bold* _emphasis_",
    r"a \ b \u{41} \\",
    "#{ while true {} }",
    "https://example.org/x",
    "-- --- ~ ' \"",
    "]#[",
]
"""Texts that mean something to typst, where it reads them as its own language."""


def plain(printed: str) -> str:
    """Return a text without blanks, and without the signs that only guide its setting."""
    return re.sub(r"[\s\u200b\u202a-\u202e]", "", printed)


@pytest.mark.sampled(6)
@needs_pdftotext
@pytest.mark.parametrize("title", [*TYPST, *naughty.TITLES])
def test_a_title_is_printed_as_it_is(title: str, tmp_path: Path) -> None:
    """Sign by sign, on a report and on a sheet; typst reads it as data, never as a program."""
    if is_chinese(title) and NO_CHINESE:
        pytest.skip("no font for Chinese is installed")
    naughty.exercise(tmp_path, "x1", title)
    given = str(tmp_path / "naughty.yaml")

    report = called(tmp_path / "report.pdf", "step", given)
    blank = called(tmp_path / "blank.pdf", "sheet", given)

    expected = plain(title).rstrip("-")  # pdftotext takes one at the end of a line for a hyphen
    assert expected in plain(pages(report)[0])
    assert expected in plain(pages(blank)[0])


@pytest.mark.sampled(5)
@needs_pdftotext
@pytest.mark.parametrize("name", ["#panic()", "$x^2$", "#{1+1}", "@x", "<x>", *naughty.NAMES])
def test_a_name_is_printed_as_it_is(name: str, tmp_path: Path) -> None:
    """A unit may be called what it likes: it is called so on every page."""
    if is_chinese(name) and NO_CHINESE:
        pytest.skip("no font for Chinese is installed")
    report = worked(naughty.exercise(tmp_path, name, "title"), matrices=True)

    assert plain(name) in plain(text(report))


@needs_pdftotext
def test_control_characters_have_a_sign() -> None:
    """A character that cannot be printed is replaced by one that says so, and stops nothing."""
    spec = replace(bpcalc.load("mazur"), title="a\x07\x1b[31mb\ufffe")

    assert "a\ufffd\ufffd[31mb\ufffd" in plain(text(worked(spec)))


# Fonts


@pytest.mark.parametrize("sign", ["\U000f1234", "\ue000", "\U00010190"])
def test_a_sign_that_no_font_has_is_named(
    sign: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is dropped without a word: the sentence names the sign, and no file is written."""
    own = fonts.book(installed=False)
    monkeypatch.setattr(fonts, "book", lambda installed: own)  # others have strange signs
    naughty.exercise(tmp_path, "x1", f"a {sign} in a title")
    target = tmp_path / "report.pdf"

    code = run(["step", str(tmp_path / "naughty.yaml"), "-o", str(target)])

    said = capsys.readouterr().err
    assert (code, said.count("\n"), target.exists()) == (2, 1, False)
    assert f"U+{ord(sign):04X}" in said
    assert "no installed font has" in said


@pytest.mark.parametrize("command", ["step", "sheet"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "install Noto Sans CJK"), ("zh", "Noto Sans CJK")],
    ids=["title", "words"],
)
def test_without_a_chinese_font_the_sentence_says_which_to_install(
    command: str,
    language: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On a machine without such a font a Chinese text is refused, not printed with holes."""
    own = fonts.book(installed=False)
    monkeypatch.setattr(fonts, "book", lambda installed: own)
    naughty.exercise(tmp_path, "x1", "误差反向传播" if language == "en" else "title")
    target = tmp_path / "report.pdf"

    given = str(tmp_path / "naughty.yaml")
    code = run([command, given, "-o", str(target), "--lang", language])

    said = capsys.readouterr().err
    assert (code, said.count("\n"), target.exists()) == (2, 1, False)
    assert words in said
    assert "fonts-noto-cjk" in said


def test_english_needs_no_font_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An English report is set in the fonts that come with typst, and so the same everywhere."""
    original = fonts.book
    asked: list[bool] = []
    monkeypatch.setattr(fonts, "book", lambda installed: asked.append(installed) or original(False))

    worked("two-three-two")

    assert asked == [False]


@needs_chinese
@needs_pdftotext
def test_chinese_stands_beside_formulas() -> None:
    """A Chinese report has its headings in Chinese, and the symbols of the notation."""
    report = plain(text(worked("thresholds", "zh")))

    for heading in ("已知条件", "前向传播", "误差反向传播", "更新"):
        assert heading in report


def test_what_else_typst_complains_of_is_not_hidden() -> None:
    """An error that is not about fonts is not taken for one."""
    with pytest.raises(TypstError, match="documents"):
        compile_pdf("report.typ", {"title": ""})


# Sheets


ANSWERED = ("net", "out", "total_error", "delta", "weight_gradient", "new_weight")


@needs_pdftotext
def test_a_blank_sheet_has_no_answer(tmp_path: Path) -> None:
    """The sheet has what is given and no number that is to be worked out; the key has all."""
    solution = bpcalc.solve(asking(bpcalc.load("two-three-two"), told=False))
    given = {solution.shown(line) for line in solution.stages[0].lines}
    asked = [line for line in solution if line.key.kind in ANSWERED and line.key.epoch == 1]
    results = {solution.shown(line) for line in asked} - given

    blank = numbers(text(called(tmp_path / "blank.pdf", "sheet", "two-three-two")))
    key = numbers(text(called(tmp_path / "key.pdf", "sheet", "two-three-two", "--key")))

    assert results & blank == set()
    assert results - key == given - blank == set()


@needs_pdftotext
def test_a_blank_sheet_has_a_place_for_the_student(tmp_path: Path) -> None:
    """Name, class, date and score stand on the first page, the name on all; a key has none."""
    blank = pages(called(tmp_path / "blank.pdf", "sheet", "two-three-two"))
    key = pages(called(tmp_path / "key.pdf", "sheet", "two-three-two", "--key"))

    for label in ("Name:", "Class:", "Date:", "Score:"):
        assert label in blank[0]
    assert all("Name:" in page for page in blank)
    assert not any("Name:" in page for page in key)
    assert key[0].startswith("Key")


@needs_pdftotext
def test_a_sheet_may_ask_for_nothing(tmp_path: Path) -> None:
    """Where the exercise has nothing of a kind, the sheet is what the exercise gives."""
    printed = text(called(tmp_path / "blank.pdf", "sheet", "mazur", "--only", "change"))

    assert "Asked for" in printed


# What a reader gets


@needs_pdftotext
def test_reports_begin_on_pages_of_their_own(tmp_path: Path) -> None:
    """The worked epochs of a training run are not run together."""
    target = tmp_path / "report.pdf"
    report = pages(called(target, "train", "mazur", "--epochs", "3", "--show-steps", "1,3"))

    titles = ("Epoch 1", "Epoch 3", "A step by step backpropagation example")
    found = [{title for title in titles if title in page} for page in report]
    assert set().union(*found) == set(titles)
    assert max(map(len, found)) == 1


@needs_pdftotext
def test_marks_are_words(tmp_path: Path) -> None:
    """Printed in black and white, a verdict can still be read."""
    report = text(SHEETS["marked"](tmp_path / "report.pdf"))

    for verdict in ("right", "mistake", "You wrote"):
        assert verdict in report


def test_a_long_word_may_be_broken(tmp_path: Path) -> None:
    """A title without a blank is broken rather than run off the page."""
    broken = printable("x" * (3 * UNBROKEN))

    assert max(map(len, broken.split("\u200b"))) <= UNBROKEN
    assert broken.replace("\u200b", "") == "x" * (3 * UNBROKEN)


@pytest.mark.sampled(2)
@needs_pdftotext
@pytest.mark.parametrize("name", ["two-three-two", "mazur", "two-hidden-layers", "fausett"])
def test_pages_are_filled(name: str, tmp_path: Path) -> None:
    """Blocks break where a page ends: but for the last one, hardly a tenth of a page is empty."""
    pdf = called(tmp_path / "page.pdf", "step", name)
    first, body = 24 / 297, (297 - 22) / 297  # A4 and its margins
    for filled in lowest(pdf)[:-1]:
        assert (filled - first) / (body - first) > 0.85


ACCESSIBLE = [
    "step mazur",
    "step mazur --lang zh",
    "step xor --only delta",
    "step softmax --matrix",
    "step mazur --names net_h1,w5_new",
    "why mazur w1_new",
    "check mazur net_h1=0.3775 delta_o1=0.7414 w5_new=0.1801 --teacher",
    "audit han-kamber",
    "train xor --epochs 12 --show-steps 1,2",
    "compare xor --vary learning_rate=0.5,1 --epochs 5",
    "sheet mazur --key",
    "sheet xor --lang zh",
    "draw mazur",
]


@pytest.mark.parametrize("call", ACCESSIBLE)
def test_who_cannot_see_it_can_read_it(call: str, tmp_path: Path) -> None:
    """Every kind of PDF declares PDF/UA-1 and PDF/A-2a, which typst grants to no other one."""
    if "zh" in call and not fonts.chinese():
        pytest.skip("no font for Chinese is installed")
    target = tmp_path / "report.pdf"
    run([*call.split(), "-o", str(target)])
    content = target.read_bytes()

    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert re.search(rb"/Marked true", content)


def test_a_formula_is_read_aloud_with_its_numbers(tmp_path: Path) -> None:
    """Each equation, set in columns or on several rows, has the words of its whole line."""
    target = tmp_path / "report.pdf"
    assert run(["step", "mazur", "-o", str(target)]) == 0
    said = spoken(target.read_bytes())

    assert (
        "net_h_1 = w_1 · i_1 + w_2 · i_2 + b_1 = 0.15 · 0.05 + 0.20 · 0.10 + 0.35 = 0.3775" in said
    )
    assert "out_h_1 = (1)/(1 + e^(−net_h_1)) = (1)/(1 + e^(−0.3775)) = 0.593270" in said
    joined = " ".join(said)
    for line in lines_of("mazur"):
        if line["epoch"] in (None, 1):
            assert str(line["shown"]).lstrip("-") in joined, line["name"]


def spoken(content: bytes) -> list[str]:
    """Return the alternative texts of a PDF, in the order of its objects."""
    import zlib

    found = []
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    for part in (content, *streams):
        try:
            plain = zlib.decompress(part) if part is not content else part
        except zlib.error:
            continue
        for words_of_one in re.findall(rb"/Alt\s*\(((?:[^()\\]|\\.)*)\)", plain, re.DOTALL):
            raw = re.sub(rb"\\(.)", rb"\1", words_of_one, flags=re.DOTALL)
            found.append(raw.decode("utf-16" if raw[:2] == b"\xfe\xff" else "latin-1"))
        coded = re.findall(rb"/Alt\s*<([0-9A-Fa-f]*)>", plain)
        found += [bytes.fromhex(digits.decode()).decode("utf-16") for digits in coded]
    return found


@needs_pdftotext
@pytest.mark.parametrize("name", ["two-three-two", "mazur", "tanh"])
def test_no_picture_of_a_step_stands_before_its_heading(name: str, tmp_path: Path) -> None:
    """On the page of its lines or on the next one, and below the title of the step."""
    found = text(called(tmp_path / "page.pdf", "step", name, "--lang", "en"))
    captions = re.findall(r"\n *([A-Z][^\n.]*layer: [a-z ]+)\. Inputs: \d", found)

    assert len(captions) > 3
    for title in captions:
        assert found.index(f"\n{title}") < found.index(f"{title}. Inputs")
