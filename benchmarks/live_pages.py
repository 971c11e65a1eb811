"""Live pages of random exercises in a real browser, against `step`.

    python -m benchmarks.live_pages --exercises 300 --seed 1
    python -m benchmarks.live_pages --seed 1 --only 138 166 201

Of every page, all numbers and signs are compared with those of the solution; then "next epoch" is
pressed, and they are compared with those of that epoch; the error after some epochs that the page
trains is compared with that of `train`. Then givens are changed in their fields, the exercise is
saved as a file, read back and worked out, and the numbers of the page are compared with that.
Prints the pages that differ or hang, each with its exercise and what was changed, and how many
there were.
"""

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from math import isclose
from pathlib import Path
from random import Random

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line
from bpcalc.errors import BpcalcError, CalculationError
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.locale import use
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.optimisers import OPTIMISERS, Optimiser
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.maths.schedules import SCHEDULES, Schedule, ScheduleForm
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.other_formulas import other_formulas
from bpcalc.report.live.page import live_page
from bpcalc.report.live.solution import is_given
from bpcalc.solution import Solution
from bpcalc.training.engine_choice import choose
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Run, train
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.exercises import random_exercise

CHANGES = 3
"""Givens that are changed on a page."""

EPOCHS = 30
"""Epochs that a page trains."""

FARTHEST = 9
"""The power of ten up to which, and down to which, numbers are compared with those of a file."""

ROUNDINGS = (
    Rounding(),
    Rounding(Digits(3)),
    Rounding(Digits(4), carry="rounded"),
    Rounding(Digits(5, significant=True), ties="half_even"),
    Rounding(Digits(4), ties="down"),
    Rounding(Digits(12, significant=True)),
)

SAVED_DIGITS = Decimal("1e-15")
"""How close a number of a saved file is to what the page has, relative to it."""

PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")
"""Minus signs and raised digits as Python reads them."""

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


TOLD = "return /left open/.test(document.getElementById('status').textContent);"

NEXT = "document.getElementById('next')"

TRAIN = """
const field = document.getElementById('epochs');
const text = document.getElementById('trained');
field.value = '{epochs}';
text.textContent = '';
document.getElementById('train').click();
return new Promise((resolve) => {{
  const look = () => (text.textContent ? resolve(text.textContent) : setTimeout(look, 5));
  look();
}});
"""

FIELDS = """
const fields = [...document.querySelectorAll('[data-given]')];
return JSON.stringify(fields.map(field => field.dataset.given));
"""


def exercises(seed: int, numbers: Iterable[int]) -> Iterator[tuple[int, Random, Exercise]]:
    """Yield random exercises that can be worked out, each drawn from its own number."""
    for number in numbers:
        random = Random(f"{seed} {number}")
        while True:
            rounding = random.choice(ROUNDINGS)
            drawn = random_exercise(random, largest=random.choice([1, 1, 3]), rounding=rounding)
            exercise = as_a_file_has_it(varied(random, drawn))
            try:
                calculate(exercise)
            except CalculationError:
                continue
            yield number, random, exercise
            break


def varied(random: Random, exercise: Exercise) -> Exercise:
    """Return an exercise with another optimiser, a rate that changes, or batches."""
    if random.random() < 0.4:
        entry = random.choice(list(OPTIMISERS.values()))
        form = Optimiser(entry.name, tuple(Number(rate.default) for rate in entry.rates))
        exercise = replace(exercise, momentum=Number("0"), optimiser=form)
    if random.random() < 0.3 and exercise.updates:
        exercise = replace(exercise, schedule=_schedule(random))
    if random.random() < 0.3 and len(exercise.samples) > 1 and exercise.updates:
        exercise = replace(exercise, update="batch_mean", batch_size=random.randint(1, 2))
    return exercise


def _schedule(random: Random) -> Schedule:
    """Return a schedule with numbers of its own."""
    entry = random.choice(list(SCHEDULES.values()))
    every = random.randint(2, 4) if entry.length else 1
    form = ScheduleForm(entry.name, every, random.choice([0, 0, 2]), random.choice([0, 0, 3]))
    return Schedule(form, Number(random.choice(["0.5", "0.25"])))


def as_a_file_has_it(exercise: Exercise) -> Exercise:
    """Return an exercise with the loss that its file stands for.

    A hinge loss has other formulas for targets of 0 and 1; random exercises leave that to chance.
    """
    try:
        return replace(exercise, loss=read(write(exercise).encode(), "page.yaml").exercise.loss)
    except BpcalcError:
        return exercise


def written(exercise: Exercise) -> str:
    """Return the exercise as a file, or why it is none."""
    try:
        return write(exercise)
    except BpcalcError as problem:
        return str(problem)


def differing(
    browser: Browser, page: Solution, solution: Solution, updates: int = 0, *, given: bool = True
) -> list[str]:
    """Return the numbers of the page that are not those of the solution.

    Args:
        browser: it shows the page.
        page: the solution that the page was written for.
        solution: what it should show; lines that only one of them has, as where a target of 0
            leaves terms out, are left aside.
        updates: by how many updates the page has gone on, as keys count them.
        given: whether givens and signs are compared, too, and numbers that are very large or
            small: a file of a later epoch has 17 digits of what is given, and the page has more.
            Without them, a tie may go either way.
    """
    values, signs = json.loads(browser.run(SHOWN))
    left_open = "–" if browser.run(TOLD) else None  # targets for which other formulas hold
    lines = list(page)
    known = {line.key: line for line in solution}

    def meant(place: str) -> Line | None:
        line = lines[int(place)]
        if is_given(line):
            return known.get(line.key) if given and not updates else None
        found = known.get(later(line.key, updates))
        if given or found is None or abs(found.value.adjusted()) <= FARTHEST or not found.value:
            return found
        return None

    both = {place: meant(place) for place in {**values, **signs}}
    wrong = [
        f"{solution.name(line)}: {text}, and not {solution.shown(line)}"
        for place, text in values.items()
        if (line := both[place]) is not None
        and text not in (solution.shown(line), left_open)
        and (given or text == "–" or not is_tie(text, solution.shown(line), line.value))
    ]
    longer = {str(place) for place in other_formulas(page.exercise, places_of(page))}
    return wrong + [
        f"{solution.name(line)} has {sign}"
        for place, sign in (signs if given else {}).items()
        if (line := both[place]) is not None
        and values.get(place) != "–"
        and place not in longer
        and sign != solution.relation(line)
    ]


def is_tie(one: str, other: str, value: Decimal) -> bool:
    """Return whether a value lies in the middle of two neighbouring numbers, to its 17 digits."""
    low, high = sorted((shown_number(one), shown_number(other)))
    unit = Decimal((0, (1,), min(map(exponent, (low, high)))))
    middle = (low + high) / 2
    return high - low <= unit and abs(value - middle) <= abs(middle) * SAVED_DIGITS


def shown_number(text: str) -> Decimal:
    """Return the number that a text of a page or of a terminal shows.

    >>> shown_number("−2.5635×10⁻³⁰⁴")
    Decimal('-2.5635E-304')
    """
    return Decimal(text.replace("×10", "e").replace("·10^", "e").translate(PLAIN))


def exponent(shown: Decimal) -> int:
    """Return the power of ten of a number's last digit."""
    return int(shown.as_tuple().exponent)


def places_of(page: Solution) -> dict[Key, int]:
    """Return where the lines of a page stand."""
    return {line.key: place for place, line in enumerate(page)}


def later(key: Key, updates: int) -> Key:
    """Return the quantity of so many updates later."""
    return key if key.epoch is None else key._replace(epoch=key.epoch + updates)


def gone_on(browser: Browser, page: Solution, exercise: Exercise, more: int) -> list[str] | None:
    """Press "next epoch"; return what is not as `step --epochs` has it, None without a button."""
    if not browser.run(f"return !!({NEXT}) && !({NEXT}).disabled"):
        return None
    try:
        if exercise.rounding.decimals_kept is None:
            whole = Solution(calculate(exercise, epochs=1 + more))
        for _ in range(more):
            browser.run(f"({NEXT}).click()")
        updates = exercise.moments * more
        wrong = []
        # Decimals that would leave too few digits somewhere give way everywhere: in all epochs.
        if exercise.rounding.decimals_kept is None:
            wrong = differing(browser, page, whole, updates)
        return wrong + differing(browser, page, saved(browser, page.exercise), given=False)
    except BpcalcError:  # weights beyond what is worked out
        return None


def saved(browser: Browser, ours: Exercise) -> Solution:
    """Return the solution of the file that the page saves.

    Raises:
        BpcalcError: it cannot be worked out.
    """
    found = read(browser.run(SAVED).encode(), "page.yaml").exercise
    loss = found.loss if found.loss.name == ours.loss.name else ours.loss
    found = replace(found, working=ours.working, loss=loss)  # what no file can say
    return Solution(begun(calculate(found)))


def trained(browser: Browser, exercise: Exercise) -> list[str] | None:
    """Train in the page; return how its error is not that of `train`, None without a button."""
    if not browser.run("return !!document.getElementById('train')"):
        return None
    problem = Problem.of(exercise)
    try:
        history = train(problem, choose(problem, EPOCHS, "python"), Run(EPOCHS)).history
    except BpcalcError:
        return None
    points = history.points
    if len(points) != EPOCHS + 1:
        return None
    text = browser.run(TRAIN.format(epochs=EPOCHS))
    told = re.search(r"error is (< )?(\S+)\.$", text)
    if told is None:
        return [text]
    error = points[-1].error
    if told[1]:  # no digit of it is known, and that it is smaller
        return [] if error < shown_number(told[2]) else [f"{text}, and not {error}"]
    wanted = exercise.rounding.shown("total_error", Decimal(repr(error)))
    near = isclose(float(shown_number(told[2])), error, rel_tol=1e-4)
    same = near or shown_number(told[2]) == shown_number(wanted)
    return [] if same else [f"{text}, and not {wanted}"]


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
    try:
        return saved(browser, solution.exercise), what
    except BpcalcError:  # such as a weight beyond what is worked out, or a negative rate
        return None, what


def looked_at(browser: Browser, number: int, random: Random, exercise: Exercise) -> Counter[str]:
    """Compare one page with the program; print what differs; return what was counted."""
    solution = Solution(begun(calculate(exercise)))
    browser.show(live_page(solution))
    wrong = [*differing(browser, solution, solution), *browser.messages()]
    error = trained(browser, exercise)
    more = random.randint(1, 3)
    on = gone_on(browser, solution, exercise, more)
    wrong += [f"{more} epochs later, {text}" for text in on or ()] + (error or [])
    browser.run("document.getElementById('reset').click()")
    after, what = changed(browser, solution, random)
    if after is not None:
        wrong += [f"changed, {text}" for text in differing(browser, solution, after)]
    wrong += browser.messages()
    if wrong:
        print(number, what, *wrong[:5], sep="\n    ")
        print(written(exercise))
    numbers = len(json.loads(browser.run(SHOWN))[0])
    return Counter(
        pages=1,
        numbers=numbers,
        gone_on=on is not None,
        trained=error is not None,
        changed=after is not None,
        differ=bool(wrong),
    )


def main() -> None:
    """Compare, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercises", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of exercises")
    asked = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    use("en")
    counts = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder))
        try:
            chosen = asked.only or range(1, asked.exercises + 1)
            for number, random, exercise in exercises(asked.seed, chosen):
                try:
                    counts += looked_at(browser, number, random, exercise)
                except (
                    Exception
                ) as problem:  # above all, a page that has not answered for two minutes
                    print(number, repr(problem)[:200], written(exercise), sep="\n    ", flush=True)
                    counts += Counter(pages=1, ended=1)
                    browser.quit()
                    browser = Browser(Path(folder))
                if number % 20 == 0:
                    print(dict(counts), flush=True)
        finally:
            browser.quit()
    print(dict(counts))


if __name__ == "__main__":
    main()
