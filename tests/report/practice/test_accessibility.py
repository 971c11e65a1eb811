"""Pages before axe-core, which looks for faults against WCAG 2.2 AA: no findings.

It is a package of npm and for development only. `BPCALC_NPM` names the folder where it was
installed; where there is none, the test is left out and says so.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpcalc import locale
from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.exercise.sources import load
from bpcalc.report.live.page import live_page
from bpcalc.report.practice.page import practice_set
from bpcalc.report.sheet import MarkedBy, Sheet
from bpcalc.solution import Solution
from tests.helpers.chromium import MISSING, Browser

ROOT = Path(__file__).parents[3]
AXE = Path(os.environ.get("BPCALC_NPM") or ROOT) / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=MISSING),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm)"),
]

LOOK = """
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
return axe.run(document, { runOnly: rules }).then((found) => JSON.stringify(
  found.violations.map((one) => [one.id, one.nodes.map((node) => node.failureSummary)])));
"""

WORK = """
const fields = [...document.querySelectorAll('.blank input')];
['0.3775', '0.3', 'O.5', '0.6'].forEach((text, place) => {
  fields[place].value = text;
  fields[place].dispatchEvent(new Event('change', { bubbles: true }));
});
document.querySelectorAll('.blank button').forEach((button, place) => place < 8 && button.click());
document.querySelector('#train, #save').focus();
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that is started once."""
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.quit()


def pages() -> Iterator[tuple[str, str]]:
    """Yield a page of every kind."""
    exercise = load("mazur")
    marker = Marker(exercise)
    sheet = Sheet(calculate(asking(exercise, told=False)), marker.asked, filled=False)
    practice, exam = (
        MarkedBy(marker, "bpcalc check it.yaml", at_once=at_once) for at_once in (True, False)
    )
    yield "live", live_page(Solution(calculate(exercise)))
    yield "practice", practice_set([(sheet, practice)])
    yield "exam", practice_set([(sheet, exam)])
    yield "set", practice_set([(sheet, practice), (sheet, practice)])


@pytest.mark.parametrize(("language", "dark", "width"), [("en", False, 1400), ("zh", True, 360)])
def test_no_findings(browser: Browser, language: str, dark: bool, width: int) -> None:
    """Whatever was filled in, in either language, light and dark, on a telephone and a screen."""
    before = locale.language()
    locale.use(language)
    browser.resize(width)
    browser.darken(dark)
    try:
        for name, html in pages():
            browser.show(html)
            browser.run(WORK if name != "live" else "document.getElementById('step').click()")
            browser.run(AXE.read_text("utf-8"))
            found: Any = json.loads(browser.run(LOOK))
            assert found == [], name
            assert browser.messages() == []
            browser.run("localStorage.clear()")
    finally:
        locale.use(before)
        browser.darken(False)
