"""Pages as they look, at the widths of a telephone, a tablet and a screen.

The pictures in `tests/golden/pages` were looked at. `pytest --write-golden` draws them again: look
at them before they are kept. They hold for the fonts that they were drawn with; elsewhere the test
is left out and says so.
"""

import base64
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bpcalc import locale
from bpcalc.calc.calculate import calculate
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.exercise.sources import load
from bpcalc.report.live.page import live_page
from bpcalc.report.practice.page import practice_page
from bpcalc.report.sheet import MarkedBy, Sheet
from bpcalc.solution import Solution
from tests.helpers.chromium import MISSING, Browser

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

PICTURES = Path(__file__).parents[2] / "golden" / "pages"
FONTS = PICTURES / "fonts.json"

MOST = 0.005
"""The share of points that may differ, as where another version smooths letters otherwise."""

HEIGHT = 1800

MEASURE = """
const pen = document.createElement('canvas').getContext('2d');
return JSON.stringify(['sans-serif', 'serif', 'monospace', 'math'].map((font) => {
  pen.font = `100px ${font}`;
  return Math.round(pen.measureText('Hidden layer 误差 = 0.3775').width);
}));
"""

WORK = """
const fields = [...document.querySelectorAll('.blank input')];
['0.3775', '0.3', '0.5933', 'O.5', '1.1'].forEach((text, place) => {
  fields[place].value = text;
  fields[place].dispatchEvent(new Event('change', { bubbles: true }));
});
const buttons = document.querySelectorAll('.blank button');
buttons[5].click();
buttons[6].click();
buttons[6].click();
"""

COMPARE = """
const points = (text) => new Promise((resolve, reject) => {
  const picture = new Image();
  picture.onerror = reject;
  picture.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    resolve(pen.getImageData(0, 0, picture.width, picture.height));
  };
  picture.src = `data:image/png;base64,${text}`;
});
return Promise.all(asked.map(points)).then(([one, other]) => {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4)
    count += [0, 1, 2].some((part) => Math.abs(one.data[at + part] - other.data[at + part]) > 48);
  return count / (one.data.length / 4);
});
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that is started once."""
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.quit()


@cache
def html(name: str) -> str:
    """Return a page in English."""
    before = locale.language()
    locale.use("en")
    try:
        exercise = load("two-three-two" if name == "live" else "mazur")
        if name == "live":
            return live_page(Solution(calculate(exercise)))
        marker = Marker(exercise)
        sheet = Sheet(calculate(asking(exercise, told=False)), marker.asked, filled=False)
        return practice_page(sheet, MarkedBy(marker, "bpcalc check it.yaml", at_once=True))
    finally:
        locale.use(before)


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize(
    ("name", "dark"), [("live", False), ("practice", False), ("practice", True)]
)
def test_the_page_looks_as_it_did(
    browser: Browser, name: str, dark: bool, width: int, write_golden: bool
) -> None:
    """Point by point, but for the smoothing of letters."""
    file = PICTURES / f"{name}-{width}{'-dark' if dark else ''}.png"
    browser.show("<!doctype html><title>fonts</title>")
    fonts = browser.run(MEASURE)
    if not write_golden and json.loads(FONTS.read_text("utf-8")) != json.loads(fonts):
        pytest.skip("the pictures were drawn with other fonts")
    browser.resize(width)
    browser.darken(dark)
    browser.show(html(name))
    browser.run("localStorage.clear()")
    browser.show(html(name))
    if name == "practice":
        browser.run(WORK)
    taken = browser.picture(width, HEIGHT)
    browser.darken(False)
    if write_golden:
        PICTURES.mkdir(exist_ok=True)
        file.write_bytes(taken)
        FONTS.write_text(fonts + "\n", "utf-8")
        return
    browser.run("localStorage.clear()")
    browser.show("<!doctype html><title>two pictures</title>")
    asked = [base64.b64encode(each).decode() for each in (file.read_bytes(), taken)]
    assert browser.run(f"const asked = {json.dumps(asked)};{COMPARE}") < MOST
