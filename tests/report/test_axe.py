"""Pages before axe-core, the rules of accessibility with those of best practice: no findings.

axe-core is a package of npm and for development only. `BPCALC_AXE` names its `axe.min.js`; where
there is none, or no browser, the tests are left out and say so.
"""

import json
import os
from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.ranges import LONG

AXE = Path(os.environ.get("BPCALC_AXE") or "node_modules/axe-core/axe.min.js")
WHY_NOT = MISSING or ("" if AXE.is_file() else "axe-core is not installed (npm)")

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)

FINDINGS = """
return axe.run(document, { resultTypes: ['violations'] }).then(result => JSON.stringify(
  result.violations.map(each => [each.id, each.nodes.slice(0, 3).map(node => node.html)])));
"""

ANSWERS = "student,net_h1,out_h1,delta_o1,w5_new\nLi,0.3775,0.6,0.7414,0.1\nWu,0.3775,0.5933,,\n"
WRONG = ("net_h1=0.3775", "out_h1=0.6", "delta_o1=0.7414", "w5_new=0.1")

BOTH = [False, True]
"""In the light, and in the dark."""

CALLS: dict[str, tuple[str, ...]] = {
    "step": ("step", "two-three-two"),
    "samples": ("step", "batch-momentum", "--after"),
    "matrices": ("step", "two-hidden-layers", "--matrix"),
    "check": ("check", "mazur", *WRONG),
    "train": ("train", "xor", "--epochs", "50", "--until", "0"),
    "why": ("why", "mazur", "w1_new"),
    "audit": ("audit", "mazur"),
    "live": ("step", "mazur", "--live"),
    "live samples": ("step", "batch-momentum", "--live"),
    "practice": ("sheet", "mazur"),
    "exam": ("sheet", "mazur", "--exam"),
}


LARGE = ("samples", "live samples", "matrices")
"""Pages like others, with more on them."""

PAGES = list(product(CALLS, ("en", "zh"), [BOTH]))
LOOKS = cycle(product(("zh", "en"), ([False], [True])))
PAGES = PAGES if LONG else [(call, *next(LOOKS)) for call in CALLS]
"""Calls, their languages, and whether they are dark; in the short run, each in one look."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser for the whole module."""
    started = Browser(tmp_path_factory.mktemp("chromium"))
    yield started
    started.quit()


@pytest.fixture
def findings(browser: Browser) -> Callable[[Path, list[bool]], list[str]]:
    """Return what axe finds on a page, in the light or in the dark, or in both."""

    def look(page: Path, looks: list[bool]) -> list[str]:
        found: list[str] = []
        for dark in looks:
            browser.darken(dark)
            browser.show(page.read_bytes())
            browser.run(AXE.read_text(encoding="utf-8"))
            found += map(str, json.loads(browser.run(FINDINGS)))
        return found

    return look


@pytest.mark.parametrize(
    ("name", "language", "looks"),
    [pytest.param(*page, marks=[pytest.mark.long] if page[0] in LARGE else []) for page in PAGES],
)
def test_pages(
    name: str,
    language: str,
    looks: list[bool],
    findings: Callable[[Path, list[bool]], list[str]],
    tmp_path: Path,
) -> None:
    """Every page that a command writes can be heard, seen and operated."""
    page = tmp_path / "page.html"
    assert run([*CALLS[name], "--lang", language, "-o", str(page)]) in (0, 1, 3)

    assert findings(page, looks) == []


FILLED = """
const fields = [...document.querySelectorAll('.blank input')];
['0.3775', '0.9', '0.6', 'x', '0.3'].forEach((text, at) => {
  fields[at].value = text;
  fields[at].dispatchEvent(new Event('change', { bubbles: true }));
});
for (let time = 0; time < 2; time++) document.querySelectorAll('.blank button')[6].click();
"""


ONE_EACH = [("en", BOTH if LONG else [False]), ("zh", BOTH if LONG else [True])]
"""Languages, and whether pages are dark."""


@pytest.mark.parametrize(("language", "looks"), ONE_EACH)
def test_the_practice_page_with_answers(
    language: str, looks: list[bool], browser: Browser, tmp_path: Path
) -> None:
    """Likewise with verdicts and hints on it, in the light and in the dark."""
    page = tmp_path / "page.html"
    assert run(["sheet", "mazur", "--lang", language, "-o", str(page)]) == 0
    for dark in looks:
        browser.darken(dark)
        browser.show(page.read_bytes())
        browser.run(FILLED)
        browser.run(AXE.read_text(encoding="utf-8"))
        assert json.loads(browser.run(FINDINGS)) == []
        browser.run("localStorage.clear()")


@pytest.mark.parametrize(("language", "looks"), ONE_EACH)
def test_the_pages_of_a_class(
    language: str,
    looks: list[bool],
    findings: Callable[[Path, list[bool]], list[str]],
    tmp_path: Path,
) -> None:
    """Likewise the teacher's page, and the report of a student."""
    table, folder = tmp_path / "class.csv", tmp_path / "reports"
    table.write_text(ANSWERS, encoding="utf-8")
    call = ["grade", "mazur", str(table), "-o", str(folder), "--format", "html"]
    assert run([*call, "--lang", language]) in (0, 1)

    pages = sorted(folder.rglob("*.html"))
    assert len(pages) >= 3
    assert [finding for page in pages for finding in findings(page, looks)] == []
