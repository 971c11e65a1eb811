"""A set of practice pages in a real browser, every exercise of it, against `check`.

    python -m benchmarks.practice_sets --name mazur --exercises 30 --seed 1

Makes the set as `new -n 30 -o set.html` does, and its versions as files. Every exercise is opened:
a sheet with all numbers right must be right throughout, and one with a planted mistake must get the
verdicts, the mark and the sentences that `check` has. Prints what differs, the messages of the
browser and the requests, and how many pages there were.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

from bpcalc import locale
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.messages import VERDICT_WORDS, finding
from bpcalc.checking.verdicts import Marking
from bpcalc.cli import run
from bpcalc.exercise.sources import load
from tests.helpers.chromium import MISSING, Browser
from tests.helpers.papers import Paper, papers
from tests.helpers.practice_page import Page

CHOOSE = "window.before = true; location.hash = '{}';"
ARRIVED = "return window.before ? null : document.getElementById('number').value"
REQUESTS = "return performance.getEntriesByType('resource').length"


def main() -> None:
    """Make the set, open it, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="mazur")
    parser.add_argument("--exercises", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if MISSING:
        raise SystemExit(MISSING)
    locale.use("en")
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        call = ["new", asked.name, "-n", str(asked.exercises), "--seed", str(asked.seed)]
        for place in ("set.html", "versions"):
            if run([*call, "-o", str(folder / place)]):
                raise SystemExit(1)
        exercises = sorted(folder.glob("versions/v*.yaml"))
        counts["kB"] = (folder / "set.html").stat().st_size // 1000
        browser = Browser(folder)
        try:
            page = Page(browser, (folder / "set.html").read_text("utf-8"))
            for number, file in enumerate(exercises, start=1):
                _choose(browser, number)
                counts["pages"] += 1
                marker = Marker(load(str(file)))
                for found in _on_one(page, marker, Random(asked.seed + number)):
                    counts["differ"] += 1
                    print(f"{file.stem}: {found}")
                counts["requests"] += int(browser.run(REQUESTS))
                for message in browser.messages():
                    counts["messages"] += 1
                    print(f"{file.stem}: {message}")
        finally:
            browser.quit()
    print(dict(counts))


def _choose(browser: Browser, number: int) -> None:
    """Open an exercise of the set."""
    if number == 1:
        return
    browser.run(CHOOSE.format(number))
    while browser.run(ARRIVED) != str(number):
        time.sleep(0.02)


def _on_one(page: Page, marker: Marker, random: Random) -> Iterator[str]:
    """Yield what differs on one page: of a right sheet, and of one with a planted mistake."""
    rounding = marker.scheme.exercise.rounding
    right = {key: rounding.shown(key.kind, marker.scheme.values[key]) for key in marker.asked}
    yield from _differences(page, marker, Paper("right", right))
    if f"{len(right)} of {len(right)}" not in page.text("mark"):
        yield f"a right sheet has {page.text('mark')}"
    yield from _differences(page, marker, _planted(marker, random))


def _planted(marker: Marker, random: Random) -> Paper:
    """Return a paper with one mistake that `check` names."""
    for _ in count():
        for paper in papers(marker, random, 9):
            marking = marker.mark({key: read_cell(raw) for key, raw in paper.cells.items()})
            if paper.habit == "one" and any(found.rule for found in marking.findings):
                return paper
    raise AssertionError


def _differences(page: Page, marker: Marker, paper: Paper) -> Iterator[str]:
    """Yield in what the page says something else of a paper than `check`."""
    names = {key: marker.names.own.full(key) for key in marker.asked}
    page.fill_all({name: paper.cells.get(key, "") for key, name in names.items()})
    marking = marker.mark({key: read_cell(raw) for key, raw in paper.cells.items()})
    wanted = {names[each.key]: each.verdict for each in marking.marks if each.key in names}
    for name, said in page.verdicts().items():
        word = VERDICT_WORDS[wanted[name]] if wanted[name] != "blank" else ""
        if said != word:
            yield f"{paper.habit}: {name} {said!r}, wanted {word!r}"
    score = f"{float(marking.score):g} of {len(names)}"
    if score not in page.text("mark"):
        yield f"{paper.habit}: {page.text('mark')!r}, wanted {score}"
    for sentence in _sentences(marking):
        if sentence not in page.text("findings"):
            yield f"{paper.habit}: {page.text('findings')!r}, wanted {sentence!r}"


def _sentences(marking: Marking) -> Iterator[str]:
    """Yield what is said about the mistakes of a sheet."""
    marks = {mark.key: mark for mark in marking.marks}
    for found in marking.findings:
        yield finding(found, marks[found.keys[0]]).rstrip(".")


if __name__ == "__main__":
    main()
