"""Live pages of random exercises in a real browser, against `step`.

    python -m benchmarks.live_pages --exercises 300 --seed 1

Of every page, all numbers and signs are compared with those of the solution; then givens are
changed in their fields, the exercise is saved as a file, read back and worked out, and the numbers
of the page are compared with that. Prints the pages that differ, each with its exercise and what
was changed, and how many there were.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from bpcalc.calc.calculate import calculate
from bpcalc.errors import BpcalcError, CalculationError
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.maths.expr import Number
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.page import live_page
from bpcalc.solution import Solution
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.exercises import random_exercise

CHANGES = 3
"""Givens that are changed on a page."""

ROUNDINGS = (
    Rounding(),
    Rounding(Digits(3)),
    Rounding(Digits(4), carry="rounded"),
    Rounding(Digits(5, significant=True), ties="half_even"),
    Rounding(Digits(4), ties="down"),
    Rounding(Digits(12, significant=True)),
)

SHOWN = """
const found = [{}, {}];
for (const element of document.querySelectorAll('[data-value]')) {
  if (element instanceof SVGElement || element.tagName === 'OUTPUT') continue;
  const copy = element.cloneNode(true);
  copy.querySelectorAll('i').forEach(blank => blank.remove());
  found[0][element.dataset.value] = copy.textContent;
}
for (const element of document.querySelectorAll('[data-relation]'))
  found[1][element.dataset.relation] = element.textContent.trim() || '=';
return JSON.stringify(found);
"""

CHANGE = """
for (const [place, text] of asked) {
  const field = document.querySelector(`[data-given="${place}"]`);
  field.value = text;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
"""

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


TOLD = "return !/^(Error|$)/.test(document.getElementById('status').textContent);"

FIELDS = """
const fields = [...document.querySelectorAll('[data-given]')];
return JSON.stringify(fields.map(field => field.dataset.given));
"""


def exercises(random: Random) -> Iterator[Exercise]:
    """Yield random exercises that can be worked out."""
    while True:
        rounding = random.choice(ROUNDINGS)
        exercise = random_exercise(random, largest=random.choice([1, 1, 3]), rounding=rounding)
        try:
            calculate(exercise)
        except CalculationError:
            continue
        yield exercise


def written(exercise: Exercise) -> str:
    """Return the exercise as a file, or why it is none."""
    try:
        return write(exercise)
    except BpcalcError as problem:
        return str(problem)


def differing(browser: Browser, page: Solution, solution: Solution) -> list[str]:
    """Return the numbers of the page that are not those of the solution.

    Args:
        browser: it shows the page.
        page: the solution that the page was written for.
        solution: what it should show; lines that only one of them has, as where a target of 0
            leaves terms out, are left aside.
    """
    values, signs = json.loads(browser.run(SHOWN))
    left_open = "–" if browser.run(TOLD) else None  # targets for which other formulas hold
    lines = list(page)
    known = {line.key: line for line in solution}
    both = {place: known.get(lines[int(place)].key) for place in {**values, **signs}}
    wrong = [
        f"{solution.name(line)}: {text}, and not {solution.shown(line)}"
        for place, text in values.items()
        if (line := both[place]) is not None and text not in (solution.shown(line), left_open)
    ]
    return wrong + [
        f"{solution.name(line)} has {sign}"
        for place, sign in signs.items()
        if (line := both[place]) is not None
        and values.get(place) != "–"
        and sign != solution.relation(line)
    ]


def changed(
    browser: Browser, solution: Solution, random: Random
) -> tuple[Solution | None, list[list[str]]]:
    """Change givens on the page; return the solution of the file that it saves, and the changes."""
    given = [at for at, line in enumerate(solution) if isinstance(line.formula, Number)]
    fields = set(map(int, json.loads(browser.run(FIELDS))))
    places = random.sample([at for at in given if at in fields], min(CHANGES, len(fields)))
    asked = [(at, f"{random.uniform(-1, 1):.3f}") for at in places]
    browser.run(f"const asked = {json.dumps(asked)};{CHANGE}")
    lines = list(solution)
    what = [[solution.name(lines[at]), number] for at, number in asked]
    text = browser.run(SAVED)
    try:
        found = read(text.encode(), "page.yaml").exercise
        ours = solution.exercise  # random ones have what no file can say
        loss = found.loss if found.loss.name == ours.loss.name else ours.loss
        found = replace(found, working=ours.working, loss=loss)
        return Solution(begun(calculate(found))), what
    except BpcalcError:  # such as a weight beyond what is worked out, or a negative rate
        return None, what


def main() -> None:
    """Compare, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    random, counts = Random(asked.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder))
        try:
            for number, exercise in enumerate(exercises(random), start=1):
                if number > asked.exercises:
                    break
                solution = Solution(begun(calculate(exercise)))
                browser.show(live_page(solution))
                wrong = [*differing(browser, solution, solution), *browser.messages()]
                after, what = changed(browser, solution, random)
                if after is not None:
                    wrong += [f"changed, {text}" for text in differing(browser, solution, after)]
                wrong += browser.messages()
                numbers = json.loads(browser.run(SHOWN))[0]
                counts.update(
                    pages=1, numbers=len(numbers), changed=after is not None, differ=bool(wrong)
                )
                if wrong:
                    print(number, what, *wrong[:5], sep="\n    ")
                    print(written(exercise))
                if number % 20 == 0:
                    print(dict(counts), flush=True)
        finally:
            browser.quit()
    print(dict(counts))


if __name__ == "__main__":
    main()
