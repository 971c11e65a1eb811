"""The practice page in a real browser: marked as `check` marks, kept, switched, and inert."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bpcalc import locale
from bpcalc.calc.calculate import calculate
from bpcalc.checking.answers_reader import read_content, read_text
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.errors import AnswersError
from bpcalc.exercise.sources import load
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.making.maker import Wish
from bpcalc.making.versions import versions
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from bpcalc.report.practice.page import practice_page, practice_set
from bpcalc.report.sheet import MarkedBy, Sheet
from bpcalc.solution import Solution
from tests.helpers.chromium import ENTER, MISSING, TAB, Browser
from tests.helpers.naughty import TITLES
from tests.helpers.papers import papers
from tests.helpers.practice_page import CLICK, Page, data_in
from tests.helpers.ranges import few

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

SAVED = """
return new Promise((resolve) => {
  const before = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    blob.text().then(resolve);
    URL.createObjectURL = before;
    return before.call(URL, blob);
  };
  document.getElementById('save').click();
});
"""


def sheet_of(exercise: Exercise, at_once: bool = True) -> tuple[Sheet, MarkedBy]:
    """Return the sheet of an exercise, and who marks it."""
    marker = Marker(exercise)
    sheet = Sheet(calculate(asking(exercise, told=False)), marker.asked, filled=False)
    return sheet, MarkedBy(marker, "bpcalc check it.yaml", at_once=at_once)


def page_of(exercise: Exercise, at_once: bool = True) -> str:
    """Return the page of an exercise; each is written once in each language."""
    key = (write(exercise), at_once, locale.language())
    if key not in WRITTEN:
        WRITTEN[key] = practice_page(*sheet_of(exercise, at_once))
    return WRITTEN[key]


WRITTEN: dict[tuple[str, bool, str], str] = {}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that is started once."""
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.quit()


@pytest.fixture(autouse=True)
def english(browser: Browser) -> Iterator[None]:
    """Speak English, and forget what was filled in before."""
    before = locale.language()
    locale.use("en")
    yield
    browser.run("localStorage.clear()")
    locale.use(before)


def test_every_line_is_marked_at_once(browser: Browser) -> None:
    """Right, from one's own numbers, in another form, wrong with its name, and unreadable."""
    page = Page(browser, page_of(load("mazur")))

    page.fill(net_h1="0.15*0.05 + 0.2*0.1 + 0.35", net_h2="０，３９２５", out_h1="0.6")
    assert page.said("net_h1") == ["right", "That is 0.3775. Right.", "", "0.3775"]
    assert page.said("net_h2")[0] == "right"
    assert "4 decimals" in page.said("out_h1")[1]
    page.fill(net_h1="0.4775", out_h1="0.6172")
    assert page.said("net_h1")[0] in ("mistake", "slip", "cause unknown")
    assert page.said("out_h1")[:2] == ["follows", "Right, from your own numbers."]
    page.fill(out_h2="0.3925")
    assert "net input" in page.said("out_h2")[1]
    page.fill(net_o1="O.5")
    assert page.said("net_o1")[0] == "unreadable"
    assert browser.messages() == []


def test_a_given_number_that_was_misread(browser: Browser) -> None:
    """It is named where it shows first, and what was done is shown with the number read."""
    page = Page(browser, page_of(load("mazur")))

    page.fill(net_h1="0.4375", net_h2="0.4825")  # i2 = 0.10 read as 0.40
    assert page.said("net_h1")[0] == "mistake"
    assert "i2 = 0.10 has been read as 0.40" in page.said("net_h1")[1]
    assert page.said("net_h2")[0] == "follows"
    assert browser.messages() == []


def test_verdicts_of_whole_papers(browser: Browser) -> None:
    """What the page says of a paper in the end is what `check` says."""
    exercise = load("mazur")
    marker = Marker(exercise)
    words = {"right": "right", "follow": "follows", "blank": "", "unreadable": "unreadable"}
    html = page_of(exercise)
    for paper in papers(marker, Random(23), few(4, 9)):
        page = Page(browser, html)
        names = {key: marker.names.own.full(key) for key in marker.asked}
        page.fill_all({names[key]: raw for key, raw in paper.cells.items()})
        marking = marker.mark({key: read_cell(raw) for key, raw in paper.cells.items()})
        said = page.verdicts()
        for mark in marking.marks:
            if mark.key in names:
                verdict = said[names[mark.key]]
                assert verdict == words.get(mark.verdict, verdict), (paper, mark)
        assert f"{marking.score} of {len(marker.asked)}" in page.text("mark")
        browser.run("localStorage.clear()")
    assert browser.messages() == []


def test_hints_in_three_steps(browser: Browser) -> None:
    """The formula, the student's own numbers in it, and the value; the last is filled in."""
    page = Page(browser, page_of(load("mazur")))
    page.fill(net_h1="0.5")

    formula, numbers, value = (page.hint("out_h1") for _ in range(3))

    assert formula[2].startswith("Formula:")
    assert "0.5" not in formula[2]
    assert numbers[2].startswith("With your numbers:")
    assert "0.5" in numbers[2]
    assert value[3] == "0.6225"  # of the student's 0.5, and not of the right net input
    assert value[0] == "follows"
    assert "1 shown" in page.text("counts")
    page.hint("out_h2")
    assert browser.run(SAVED).endswith("\n# with hints: out_h1 3, out_h2 1\n")
    assert browser.messages() == []


def test_the_error_of_the_only_output_is_written_out(browser: Browser) -> None:
    """No field asks for it under its own name: the hint and a mistake show what it is made of."""
    page = Page(browser, page_of(load("single-neuron")))
    (total,) = [name for name in page.keys if name.startswith("E")]
    formula, numbers = (page.hint(total)[2] for _ in range(2))
    page.fill_all({"out_o1": "0.6000", "delta_o1": "-0.09600", total: "0.4000"})  # not squared

    for shown in (formula, numbers, page.said(total)[2]):
        assert "Etotal=" in shown, (formula, numbers, page.said(total)[2])
        assert "target" in shown
        assert "Eo1" not in shown
    assert browser.messages() == []


def test_what_is_filled_in_survives_a_reload_and_the_file(browser: Browser) -> None:
    """The page comes back as it was; and the file is what `check` reads."""
    exercise = load("mazur")
    html = page_of(exercise)
    page = Page(browser, html)
    page.fill(net_h1="0.3775", out_h1="0.6", net_h2="n/k")

    page = Page(browser, html)
    assert page.said("net_h1")[3] == "0.3775"
    assert page.said("out_h1")[0]
    assert page.text("progress").startswith("3 of 31")

    text = browser.run(SAVED)
    marker = Marker(exercise)
    answers = read_text(text, marker.names)
    names = {marker.names.own.full(key): cell for key, cell in answers.cells.items()}
    assert not answers.unknown
    assert names["net_h1"].raw == "0.3775"
    assert str(names["out_h1"].value) == "0.6"
    assert names["net_h2"].value is None
    assert not names["net_h2"].blank
    assert browser.messages() == []


def test_the_language_is_switched_in_the_page(browser: Browser) -> None:
    """Headings, buttons, verdicts and sentences; and the page remembers it."""
    html = page_of(load("mazur"))
    page = Page(browser, html)
    page.fill(net_h1="0.3775", out_h2="0.3925")

    browser.run(CLICK.format("language"))
    assert page.said("net_h1")[:2] == ["正确", "正确。"]
    assert "净输入" in page.said("out_h2")[1]
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    assert not re.search(r"[A-Za-z]{5,}", page.text("counts"))

    Page(browser, html)
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    assert browser.messages() == []


def test_an_exam_only_collects(browser: Browser) -> None:
    """It says what is no number, marks nothing, and has no value or formula in it."""
    exercise = load("two-three-two")
    html = page_of(exercise, at_once=False)
    page = Page(browser, html)

    page.fill(net_h1="1.5*2", out_h1="x")

    assert page.said("net_h1")[0] == "noted"
    assert page.said("net_h1")[3] == "3.0000"
    assert page.said("out_h1")[0] == "unreadable"
    assert page.text("progress").startswith("2 of 46")
    solution = Solution(calculate(exercise))
    given = {solution.shown(line) for line in solution.stages[0].lines}
    worked = {solution.shown(line) for stage in solution.stages[1:] for line in stage.lines}
    secret = [text for text in worked - given if len(text) > 5]
    assert len(secret) > 40
    known = data_in(html)
    assert not [text for text in secret if text in html + json.dumps(known)]
    assert "book" not in known
    assert browser.messages() == []


@pytest.mark.parametrize("name", ["xor", "batch-momentum", "softmax"])
def test_no_value_is_in_an_exam(name: str) -> None:
    """Nor what one sample leaves to the next: its weights are given to nobody."""
    exercise = replace(load(name), update="online")
    html = page_of(exercise, at_once=False)

    for rounded in (exercise, asking(exercise, told=False)):
        solution = Solution(calculate(rounded))
        given = {solution.shown(line) for line in solution.stages[0].lines}
        worked = {solution.shown(line) for stage in solution.stages[1:] for line in stage.lines}
        secret = [text for text in worked - given if len(text) > 6]
        assert len(secret) > 20
        assert not [text for text in secret if text in html]


SIGN = """
const field = document.getElementById('student');
field.value = '王小明';
field.dispatchEvent(new Event('change', { bubbles: true }));
"""

WHOLE = "return document.documentElement.outerHTML"

LOAD = """
const files = new DataTransfer();
files.items.add(new File([asked], 'answers.yaml'));
const field = document.getElementById('file');
field.files = files.files;
field.dispatchEvent(new Event('change', { bubbles: true }));
const status = document.getElementById('status');
return new Promise((resolve) => {
  const look = () => (status.textContent ? resolve(status.textContent) : setTimeout(look, 20));
  look();
});
"""


def test_a_page_that_a_browser_has_saved_is_read(browser: Browser) -> None:
    """By `check`, with name and hints, from a page or an archive; and it can be gone on with."""
    exercise = load("mazur")
    html = page_of(exercise)
    names = Marker(exercise).names
    with pytest.raises(AnswersError, match="Save answers"):
        read_content(html.encode(), names)
    page = Page(browser, html)
    page.fill(net_h1="0.3775", net_h2="n/k", out_h1='<"&')
    page.hint("out_h2")
    browser.run(SIGN)
    browser.run(CLICK.format("language"))

    saved = f"<!DOCTYPE html>\n{browser.run(WHOLE)}"
    for content in (saved.encode(), browser.archive()):
        answers = read_content(content, names)
        written = {names.own.full(key): cell.raw for key, cell in answers.cells.items() if cell.raw}
        assert written == {"net_h1": "0.3775", "net_h2": "n/k", "out_h1": '<"&'}
        assert answers.student == "王小明"
        assert answers.notes == ("a hint has shown the formula of out_h2",)
        assert not answers.unknown

    browser.run("localStorage.clear()")
    again = Page(browser, saved)
    assert again.said("net_h1")[0] == "right"
    assert again.said("net_h2")[3] == "n/k"
    assert browser.run("return document.getElementById('student').value") == "王小明"
    again.fill(net_h2="0.3925")
    Page(browser, html)
    assert page.said("net_h1")[3] == ""  # the copy is a page of its own
    Page(browser, saved)
    assert again.said("net_h2")[0] == "right"
    assert browser.messages() == []


def test_a_file_of_answers_is_loaded(browser: Browser) -> None:
    """What `sheet` writes and a text editor changes comes in, marked; another file changes none."""
    page = Page(browser, page_of(load("mazur")))
    text = "# mine\n\nstudent: 王小明\nnet_h1: 0.3775 # as on paper\nout_h1: '0,5933'\nnet_h2:\n"

    assert "2 answers" in browser.run(f"const asked = {json.dumps(text)};{LOAD}")
    assert page.said("net_h1")[:2] == ["right", "Right."]
    assert page.said("out_h1")[0] == "right"
    assert browser.run("return document.getElementById('student').value") == "王小明"
    assert page.text("progress").startswith("2 of 31")

    browser.run("document.getElementById('status').textContent = ''")
    other = "title: something else\nweights: [1, 2]\n"
    assert "No answers" in browser.run(f"const asked = {json.dumps(other)};{LOAD}")
    assert page.said("net_h1")[3] == "0.3775"
    assert browser.messages() == []


def test_names_of_other_books_call_no_right_number_wrong(browser: Browser) -> None:
    """What may be one thing or another is taken as what its numbers are, or named and left out."""
    page = Page(browser, page_of(load("mazur")))
    text = "y1 = 0.7514\ny2 = 0.7729\ny_1^(1) = 0.5933\nz1 = 0.3775\n"

    said = browser.run(f"const asked = {json.dumps(text)};{LOAD}")
    assert page.said("out_o1")[0] == page.said("out_o2")[0] == "right"
    assert page.said("out_h1")[3] == page.said("net_h1")[3] == ""
    assert "Not in this exercise: y_1^(1), z1." in said


ASK = "window.confirm = text => { window.question = text; return answer; };"


def test_a_file_replaces_nothing_unasked(browser: Browser) -> None:
    """Other numbers are kept if that is wanted; what is not of this exercise is named."""
    page = Page(browser, page_of(load("mazur")))
    page.fill(net_h1="0.3775", out_h1="0.6")
    text = (
        "# bpcalc check softmax x.yaml\nstudent:\nnet_h9: 3\nnet_h1: 0.5\nout_h1: 0.6\nnet_h2: 1\n"
    )
    call = f"const asked = {json.dumps(text)};{LOAD}"

    said = browser.run(f"const answer = false;{ASK}{call}")
    assert "net_h1." in browser.run("return window.question.split('Replace')[0]")
    assert "out_h1" not in browser.run("return window.question")
    assert [page.said(name)[3] for name in ("net_h1", "out_h1", "net_h2")] == ["0.3775", "0.6", "1"]
    assert said.startswith("2 answers have been loaded. Left as they are: net_h1.")
    assert "Not in this exercise: net_h9." in said
    assert "bpcalc check softmax." in said

    browser.run("document.getElementById('status').textContent = ''")
    said = browser.run(f"const answer = true;{ASK}{call}")
    assert page.said("net_h1")[3] == "0.5"
    assert "Left" not in said
    assert browser.messages() == []


def test_a_file_with_the_names_of_another_book_is_loaded(browser: Browser) -> None:
    """As `check` reads them: of several books, that of most names."""
    marker = Marker(load("mazur"))
    page = Page(browser, page_of(load("mazur")))
    rounding = marker.scheme.exercise.rounding
    for book in ("z-a", "ng", "zhou"):
        spelling = Spelling(NOTATIONS[book], marker.names.layout)
        values = {key: rounding.shown(key.kind, marker.scheme.values[key]) for key in marker.asked}
        text = "".join(f"{spelling.name(key)}: {value}\n" for key, value in values.items())
        said = browser.run(f"const asked = {json.dumps(text)};{LOAD}")
        assert said.startswith("31 answers have been loaded."), said
        assert page.text("mark").startswith("Mark: 31 of 31")
        browser.run(f"window.confirm = () => true;{CLICK.format('clear')}")
    assert browser.messages() == []


def test_a_hint_replaces_no_number(browser: Browser) -> None:
    """The value stands beside the student's own, and what followed from that stays."""
    page = Page(browser, page_of(load("mazur")))
    page.fill(net_h1="0.5", out_h1="0.6")

    for _ in range(3):
        found = page.hint("out_h1")

    assert found[3] == "0.6"
    assert found[2].startswith("The value is:")
    assert "0.6225" in found[2]
    assert "left as it is" in found[1]
    assert browser.messages() == []


def test_the_page_is_worked_by_the_keyboard(browser: Browser) -> None:
    """Enter marks a line and goes to the next one; Tab finds its hint, and all can be reached."""
    page = Page(browser, page_of(load("mazur")))
    first, second = list(page.keys.values())[:2]
    browser.run(f"document.getElementById('b{first}').focus()")

    browser.press("0", ".", "3", "7", "7", "5", ENTER)
    assert page.said("net_h1")[:2] == ["right", "Right."]
    assert browser.run("return document.activeElement.id") == f"b{second}"
    browser.press(TAB)
    assert browser.run("return document.activeElement.id") == f"t{second}"
    browser.press(ENTER)
    assert page.said("net_h2")[2].startswith("Formula:")
    assert browser.messages() == []


ARTICLE = """
const copy = document.querySelector('article').cloneNode(true);
copy.querySelectorAll('.person:has(#number), .row:has(#following)').forEach(each => each.remove());
return copy.innerHTML.replace(/>\\s+</g, '><');
"""

LISTED = "return [...document.getElementById('number').options].map(o => o.textContent).join('; ')"


CHOOSE = """
window.before = true;
const list = document.getElementById('number');
list.value = asked;
list.dispatchEvent(new Event('change', { bubbles: true }));
"""

ARRIVED = "return window.before ? null : document.getElementById('number')?.value"


def choose(browser: Browser, number: int) -> None:
    """Choose an exercise of a set, and wait for it."""
    browser.run(f"const asked = '{number}';{CHOOSE}")
    while browser.run(ARRIVED) != str(number):
        time.sleep(0.02)


def test_every_exercise_of_a_set_is_the_page_that_it_has_alone(browser: Browser) -> None:
    """To the letter; and it is marked so."""
    wish = Wish(load("single-neuron"), None, {}, frozenset("A"), alike=True)
    exercises = [version.made.exercise for version in versions(wish, 3, seed=4)]
    html = practice_set([sheet_of(each) for each in exercises])
    alone = page_of(exercises[2])
    Page(browser, alone)
    wanted = browser.run(ARTICLE)
    marker = Marker(exercises[2])
    names = {key: marker.names.own.full(key) for key in marker.asked}

    page = Page(browser, html)
    choose(browser, 3)
    assert browser.run(ARTICLE) == wanted
    for paper in papers(marker, Random(7), 9):
        page.fill_all({names[key]: paper.cells.get(key, "") for key in names})
        marking = marker.mark({key: read_cell(raw) for key, raw in paper.cells.items()})
        assert f"{marking.score} of {len(marker.asked)}" in page.text("mark")
    assert len(html) < 1.2 * len(alone)
    assert browser.messages() == []


def test_a_set_keeps_every_exercise_and_one_name(browser: Browser) -> None:
    """What is filled in belongs to its exercise; name and language to the whole set."""
    wish = Wish(load("single-neuron"), None, {}, frozenset("A"), alike=True)
    exercises = [version.made.exercise for version in versions(wish, 2, seed=4)]
    page = Page(browser, practice_set([sheet_of(each) for each in exercises]))
    name = next(iter(page.keys))
    page.fill_all({name: "0.5"})
    browser.run(CLICK.format("language"))
    browser.run("""const field = document.getElementById('student'); field.value = '王小明';
        field.dispatchEvent(new Event('change', { bubbles: true }))""")

    choose(browser, 2)
    assert page.said(name)[3] == ""
    page.fill_all({name: "0.25"})
    assert browser.run("return document.documentElement.lang") == "zh-Hans"
    assert browser.run("return document.getElementById('student').value") == "王小明"
    saved = f"<!DOCTYPE html>\n{browser.run(WHOLE)}"
    choose(browser, 1)
    assert page.said(name)[3] == "0.5"
    count = len(page.keys)
    assert browser.run(LISTED) == f"1 (1/{count}); 2 (1/{count})"

    browser.run("localStorage.clear()")
    page = Page(browser, saved)  # a copy shows the exercise that it was saved with
    assert browser.run("return document.getElementById('number').value") == "2"
    assert page.said(name)[3] == "0.25"
    choose(browser, 1)
    assert page.said(name)[3] == ""
    assert browser.messages() == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_fits(browser: Browser, language: str) -> None:
    """Nothing sticks out of the page, with sentences and hints on it."""
    locale.use(language)
    page = Page(browser, page_of(load("mazur")))
    page.fill(net_h1="0.15", out_h2="0.3925", delta_o1="0.7414")
    page.hint("delta_h1")
    page.hint("delta_h1")

    for width in (360, 800, 1400):
        browser.resize(width)
        assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.messages() == []


def test_hostile_titles_are_inert(browser: Browser) -> None:
    """A title is text, in the page, in its data and in the file."""
    own = "document.title='owned'"
    hostile = f"</script><script>{own}</script><img src=x onerror={own}>"
    for title in (hostile, " ".join(TITLES)):
        for at_once in (True, False):
            html = page_of(replace(load("mazur"), title=title), at_once)
            page = Page(browser, html)
            page.fill(net_h1=hostile)
            assert browser.run("return document.title") != "owned"
            assert hostile[:20] in page.said("net_h1")[1]
            browser.run(SAVED)
            assert browser.messages() == []


def test_the_page_is_small_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    """With all mistakes, a 2-3-2 has less than 400 kB; and no request leaves it."""
    html = page_of(load("two-three-two"))
    assert len(html.encode()) < 400_000
    Page(browser, html)

    loaded: Any = browser.run("return performance.getEntriesByType('resource').length")
    assert loaded == 0
    assert "default-src 'none'" in html
    assert browser.messages() == []
