"""HTML in a real browser: it fits, can be read in light and dark, prints, and runs nothing."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

import bpcalc
from bpcalc import locale
from bpcalc.cli import run
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.activations import ACTIVATIONS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.document import Document
from bpcalc.report.formats import Page, html
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from tests.helpers import naughty
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.exercises import exercise, layer, sample
from tests.helpers.ranges import LONG

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)
prints = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")

WIDTHS = (360, 800, 1400)

PROBLEMS = """
const found = [], page = document.documentElement, wide = '.wide, .equations, li, pre, figure';
const skipped = `${wide}, .spoken, .plain`;
document.querySelectorAll('details').forEach(part => part.open = true);
if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
const say = (what, element) => found.push(`${what}: ${element.textContent.trim().slice(0, 60)}`);
for (const element of document.querySelectorAll('.bpcalc *:not(.spoken, .plain)')) {
  const box = element.getBoundingClientRect();
  if (element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).overflowX == 'hidden') say('clipped', element);
  if (box.width && (box.left < -1 || box.right > innerWidth + 1) && !element.closest(wide))
    say(`from ${box.left} to ${box.right}`, element);
}
for (const row of document.querySelectorAll('tr')) {
  const cells = [...row.children].filter(cell => getComputedStyle(cell).display != 'inline');
  const boxes = cells.map(cell => cell.getBoundingClientRect()).filter(box => box.height);
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) say('cells overlap', row);
  }));
}
const range = document.createRange();
for (const cell of document.querySelectorAll('th, td')) {
  const inline = getComputedStyle(cell).display == 'inline';
  const box = (inline ? cell.closest('tr') : cell).getBoundingClientRect();
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.data.trim() || node.parentElement.closest(skipped)) continue;
    range.selectNodeContents(texts.currentNode);
    for (const part of range.getClientRects())
      if (part.width && (part.left < box.left - 1.5 || part.right > box.right + 1.5))
        say('runs out of its cell', cell);
  }
}
return [...new Set(found)];
"""
"""What is wrong with the layout of a page; everything is unfolded first."""

PALE = """
const found = [];
const parts = colour => colour.match(/[\\d.]+/g).map(Number);
const light = colour => {
  const [r, g, b] = parts(colour).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const papers = new Map([[null, 'rgb(255,255,255)']]);
const paper = at => {
  if (papers.has(at)) return papers.get(at);
  const [r, g, b, alpha] = parts(getComputedStyle(at).backgroundColor);
  const own = alpha === undefined || alpha > 0.5;
  papers.set(at, own ? `rgb(${r},${g},${b})` : paper(at.parentElement));
  return papers.get(at);
};
const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const at = texts.currentNode.parentElement, style = getComputedStyle(at);
  if (!texts.currentNode.data.trim()) continue;
  if (at.closest('.faded:not(.unit), .halo, i, title, desc, style')) continue;
  const drawn = at.closest('svg') && at.closest('text');
  const unit = drawn && at.closest('.unit:not(.faded)');
  const colour = light(drawn ? style.fill : style.color);
  const ground = light(unit ? getComputedStyle(unit.querySelector('circle')).fill : paper(at));
  const contrast = (Math.max(colour, ground) + 0.05) / (Math.min(colour, ground) + 0.05);
  if (contrast < 4.5) found.push(`${contrast.toFixed(1)}: ${at.textContent.trim().slice(0, 40)}`);
}
return [...new Set(found)];
"""
"""Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1)."""

ANSWERS = """
student: "</title><b onclick=window.name=1>王小明"
answers: {net_h1: 0.3775, net_h2: 0.5, out_h1: 0.5933, out_h2: 0.6225, net_o1: 1.2,
          out_o1: 0.7514, delta_o1: 0.7414, w5_new: -0.0}
"""


def worked(name: Exercise | str, language: str = "en", matrices: bool = False) -> bytes:
    """Return the page of a worked exercise."""
    locale.use(language)
    solution = bpcalc.solve(name)
    return html.FORMAT.write(
        of_solution(solution, Selection(matrices=matrices, whole_after=True)), Page()
    )


def called(folder: Path, *words: str) -> bytes:
    """Return the page that a command writes."""
    target = folder / "called.html"
    assert run([*words, "-o", str(target)]) in (0, 1)
    return target.read_bytes()


def marked(folder: Path) -> bytes:
    """Return the page of a marked sheet."""
    sheet = folder / "answers.yaml"
    sheet.write_text(ANSWERS, encoding="utf-8")
    return called(folder, "check", "mazur", str(sheet))


def large() -> Exercise:
    """Return a network of 5, 8 and 4 units."""
    texts = ["0.25", "-0.5", "0.125", "-1.5", "0.0625", "2", "-0.75", "0.875"]
    hidden = layer([[*texts[unit:], *texts[:unit]][:5] for unit in range(8)], SIGMOID, texts)
    output = layer([[*texts[unit:], *texts[:unit]] for unit in range(4)], SIGMOID, texts[:4])
    given = sample(texts[:5], ["0", "1", "0.5", "0.25"])
    return exercise([hidden, output], [given], learning_rate=hidden.weights[0][0])


SIGMOID = ACTIVATIONS["sigmoid"]


def forty_digits() -> Exercise:
    """Return an exercise whose numbers are wider than a phone."""
    return replace(bpcalc.load("mazur"), rounding=Rounding(Digits(40, significant=True)))


PAGES: dict[str, Callable[[Path], bytes]] = {
    "lines": lambda folder: worked("two-three-two"),
    "samples": lambda folder: worked("batch-momentum", "zh"),
    "softmax": lambda folder: worked("softmax", "zh"),
    "thresholds": lambda folder: worked("thresholds", "zh"),
    "matrices": lambda folder: worked("two-hidden-layers", matrices=True),
    "large": lambda folder: worked(large()),
    "digits": lambda folder: worked(forty_digits()),
    "names": lambda folder: worked(naughty.exercise(folder, "<" + "W" * 38, "W" * 300)),
    "marked": marked,
    "trained": lambda folder: called(folder, "train", "xor", "--epochs", "50", "--until", "0"),
}
LOOKS = cycle([((360, 1400), (False,)), ((360, 800), (True,))])
SEEN_AS = [(name, *((WIDTHS, (False, True)) if LONG else next(LOOKS))) for name in PAGES]
"""Pages, on which widths they are seen, and whether in the dark; in the short run not on all."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser for the whole module."""
    started = Browser(tmp_path_factory.mktemp("chromium"))
    yield started
    started.quit()


@pytest.mark.parametrize(
    ("name", "widths", "looks"),
    [
        pytest.param(*page, marks=[pytest.mark.long] if page[0] in ("large", "softmax") else [])
        for page in SEEN_AS
    ],
    ids=PAGES,
)
def test_a_page_fits_and_can_be_read(
    name: str,
    widths: tuple[int, ...],
    looks: tuple[bool, ...],
    browser: Browser,
    tmp_path: Path,
) -> None:
    """On a phone, a tablet and a projector nothing is clipped, and in the dark nothing is pale."""
    browser.resize(WIDTHS[0])
    browser.darken(False)
    browser.show(PAGES[name](tmp_path))

    problems = {}
    for width in widths:
        browser.resize(width)
        problems[width] = browser.run(PROBLEMS)
    pale = {}
    for dark in looks:
        browser.darken(dark)
        pale[dark] = browser.run(PALE)

    assert problems == {width: [] for width in widths}
    assert pale == {dark: [] for dark in looks}
    assert browser.messages() == []


def shown(document: Document) -> set[str]:
    """Return the numbers of a report, as JSON has them."""
    return {document.solution.shown(line) for line in document.lines}


SEEN = "return document.querySelector('main').innerText"


@pytest.mark.parametrize("name", ["softmax", "han-kamber"])
def test_every_number_is_seen(name: str, browser: Browser) -> None:
    """What JSON shows is among what the browser shows, and what is copied from it."""
    document = of_solution(bpcalc.solve(name), Selection(whole_after=True))
    browser.resize(WIDTHS[-1])
    browser.show(html.FORMAT.write(document, Page()))

    seen = browser.run(SEEN).replace("−\n", "-")  # a sign and a number of a formula

    assert shown(document) <= set(re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", seen))


def test_a_table_is_copied_into_a_spreadsheet(browser: Browser) -> None:
    """Numbers are copied as a spreadsheet reads them, with no sign or digit that is not seen."""
    solution = bpcalc.solve("softmax")
    only = Selection(kinds=frozenset({"delta"}), columns=frozenset({"value"}))
    browser.resize(WIDTHS[-1])
    browser.show(html.FORMAT.write(of_solution(solution, only), Page()))

    copied = browser.run(
        "const cells = [...document.querySelectorAll('tbody .n')], range = document.createRange();"
        "return cells.map(cell => {range.selectNodeContents(cell); getSelection().empty();"
        "getSelection().addRange(range); return getSelection().toString()})"
    )

    assert copied == [solution.shown(line) for line in solution if line.key.kind == "delta"]


def test_a_row_that_is_copied_reads_as_a_formula(browser: Browser) -> None:
    """Symbol, formula, numbers and value come as text: no 11+e for 1/(1 + e)."""
    solution = bpcalc.solve("mazur")
    browser.show(html.FORMAT.write(of_solution(solution), Page()))
    copied = browser.run(
        "const rows = [...document.querySelectorAll('.copied tbody tr')];"
        "const range = document.createRange();"
        "return rows.map(row => {range.selectNode(row); getSelection().empty();"
        "getSelection().addRange(range); return getSelection().toString()})"
    )
    found = {tuple(part.strip() for part in row.split("\t")[:3]) for row in copied}

    for name in ("out_h1", "net_o1", "delta_h1", "w5_new"):
        line = solution[name]
        wanted = (solution.symbol(line), solution.formula(line), solution.substitution(line))
        assert wanted in found


def test_no_line_of_givens_has_a_bar(browser: Browser) -> None:
    """What can be moved sideways cannot be moved up and down."""
    browser.show(html.FORMAT.write(of_solution(bpcalc.solve("mazur")), Page()))
    tall = browser.run(
        "return [...document.querySelectorAll('li')].filter(item =>"
        "getComputedStyle(item).overflowY !== 'hidden').length"
    )
    assert tall == 0


@prints
def test_it_prints_on_a4(browser: Browser, tmp_path: Path) -> None:
    """Every number is on paper, what is folded too, and nothing is beside the page."""
    document = of_solution(bpcalc.solve("xor"), Selection(whole_after=True))
    browser.darken(True)  # of the screen; paper stays white
    browser.show(html.FORMAT.write(document, Page()))
    assert browser.run("return document.querySelectorAll('details:not([open])').length") > 0

    (tmp_path / "page.pdf").write_bytes(browser.printed())

    text, boxes = (
        subprocess.run(
            ["pdftotext", *options, "page.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
        ).stdout.decode()
        for options in ([], ["-bbox"])
    )
    found = set(re.findall(r"-?\d+(?:\.\d+)?", re.sub(r"−\s*", "-", text)))
    assert shown(document) - found == set()
    assert 5 < text.count("\f") < 60
    width, height = 595, 842
    assert set(re.findall(r'<page width="(\d+)\.\d+" height="(\d+)', boxes)) <= {
        (str(width - 1), str(height - 1)),
        (str(width), str(height - 1)),
        (str(width), str(height)),
    }
    corners = [
        tuple(map(float, match))
        for match in re.findall(r'xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)"', boxes)
    ]
    assert min(left for left, _ in corners) > 30
    assert max(right for _, right in corners) < width - 30


TRAPS = [
    "<img src=x onerror=window.name=1>",
    "</style><script>window.name=1</script>",
    "</title></h1><script>window.name=1</script>",
    '"><svg onload=window.name=1>',
    "</svg></math><svg><script>window.name=1</script></svg>",
    "</math><math><maction actiontype=statusline href=javascript:window.name=1>",
    "<details open ontoggle=window.name=1>",
    "<iframe srcdoc='<script>parent.window.name=1</script>'>",
    "javascript:window.name=1",
    "https://example.org/'onfocus=window.name=1 autofocus='",
    "<base href=https://example.org/><link rel=stylesheet href=x><meta http-equiv=refresh "
    "content='0;url=javascript:window.name=1'>",
]
"""Each of them would leave its mark on the window, which has no name, if it came to life."""

TRAP_NAMES = [
    "<script>window.name=1</script>",
    '"><svg/onload=window.name=1>',
    "<img/src=x/onerror=window.name=1>",
    "</math><img/src=/onerror=window.name=1>",
    naughty.SIGNS,
]

FOREIGN = """
const tags = 'script, img, iframe, object, embed, base, link, form, input, video, foreignObject';
return [
  window.name,
  document.querySelectorAll(tags).length,
  [...document.querySelectorAll('*')].flatMap(each => [...each.attributes])
    .filter(each => each.name.startsWith('on') || /^\\s*javascript:/i.test(each.value)).length,
  [...document.links].filter(link => link.protocol != 'https:').length,
];
"""


@pytest.mark.parametrize("guarded", [True, False], ids=["policy", "no-policy"])
def test_nothing_runs(guarded: bool, browser: Browser, tmp_path: Path) -> None:
    """Titles, sources and names full of markup stay texts, with and without the policy."""
    traps = [*zip(TRAPS, ["x1"] * len(TRAPS), strict=True)]
    traps += [("title", name) for name in TRAP_NAMES]
    documents = []
    for title, name in traps:
        document = of_solution(bpcalc.solve(naughty.exercise(tmp_path, name, title)))
        end = 7 if name == "x1" else len(document.blocks)
        documents.append(replace(document, blocks=document.blocks[:end]))
    written = html.FORMAT.write_all(documents, Page()).decode()
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", written)
    assert len(bare) < len(written)

    browser.show(written if guarded else bare)
    browser.run("document.querySelectorAll('a, summary').forEach(each => each.focus())")

    assert browser.run(FOREIGN) == ["", 0, 0, 0]
    heads = browser.run("return [...document.querySelectorAll('h1')].map(each => each.textContent)")
    assert heads == [title for title, _ in traps]
    assert browser.messages() == []


def test_a_trap_would_be_noticed(browser: Browser) -> None:
    """The same page with a living trap leaves a mark; with the policy, only a message."""
    written = worked("mazur").decode()
    trap = "<img src=x onerror=window.name=1>"
    open_page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", written)

    browser.show(open_page.replace("<h1>", trap + "<h1>"))
    alive = browser.run(FOREIGN)
    browser.run("window.name = ''")
    browser.show(written.replace("<h1>", trap + "<h1>"))
    guarded = browser.run(FOREIGN)

    assert (alive, guarded) == (["1", 1, 1, 0], ["", 1, 1, 0])
    assert len(browser.messages()) > 0


@pytest.mark.parametrize("call", [("step", "two-three-two"), ("step", "xor"), ("train", "xor")])
def test_the_whole_network_is_seen_on_a_phone(
    call: tuple[str, ...], browser: Browser, tmp_path: Path
) -> None:
    """The outputs as well, and the error curve to its end; nothing has to be scrolled."""
    page = tmp_path / "page.html"
    assert run([*call, "-o", str(page)]) == 0
    browser.resize(360)
    browser.show(page.read_bytes())

    beyond = browser.run(
        "return [...document.querySelectorAll('figure svg')]"
        ".filter(each => each.getBoundingClientRect().right > innerWidth).length"
    )

    assert beyond == 0
    assert browser.run("return document.querySelectorAll('figure svg').length") > 0
