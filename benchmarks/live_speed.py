"""How soon a live page is seen and worked out, and how long it trains, in a real browser.

    python -m benchmarks.live_speed --runs 7

Prints the middle of some runs, in milliseconds: from opening the page to its first paint and to the
moment when its script has worked all lines out; from the press of the button to the curve of so
many epochs. Measure on a machine that does nothing else; what the main thread has worked until all
lines are worked out hangs less on what else there is.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.sources import load
from bpcalc.report.live.page import live_page
from bpcalc.solution import Solution
from tests.helpers.chromium import MISSING, Browser

EXERCISES = ("mazur", "two-three-two")

PAINTED = """
return new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    const [opened] = performance.getEntriesByType('navigation');
    if (paint && opened.loadEventEnd) resolve([paint.startTime, opened.domContentLoadedEventEnd]);
    else setTimeout(look, 5);
  };
  look();
});
"""

TRAINED = """
return new Promise((resolve) => {{
  const text = document.getElementById('trained');
  document.getElementById('epochs').value = '{epochs}';
  text.textContent = '';
  const seen = () => resolve(performance.now() - begun);
  new MutationObserver(seen).observe(text, {{ childList: true }});
  const begun = performance.now();
  document.getElementById('train').click();
}});
"""


def main() -> None:
    """Measure, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=10_000)
    asked = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder))
        try:
            for name in EXERCISES:
                page = live_page(Solution(calculate(load(name))))
                paints, shown, worked, trained = [], [], [], []
                for _ in range(asked.runs):
                    browser.count_time()
                    browser.show(page)
                    paint, script = browser.run(PAINTED)
                    worked.append(1000 * browser.worked())
                    paints.append(paint)
                    shown.append(script)
                    trained.append(browser.run(TRAINED.format(epochs=asked.epochs)))
                print(
                    f"{name}: {len(page) / 1000:.0f} kB, first paint {median(paints):.0f} ms, "
                    f"worked out {median(shown):.0f} ms ({median(worked):.0f} ms of work), "
                    f"{asked.epochs} epochs {median(trained):.0f} ms"
                )
        finally:
            browser.quit()


if __name__ == "__main__":
    main()
