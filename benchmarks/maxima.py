"""Whether STACK questions do in Maxima what their own tests expect; needs `maxima`.

    python -m benchmarks.maxima [EXERCISE…] [--tests N] [--sheets N] [--seed S]

The feedback variables of every tree are worked out by Maxima for every test case of a question, and
the first node that is true is compared with the one that the test case names. Then sheets with
mistakes, wrong zeros and ones, and blanks, as for Numbas, are compared with the marker; nor does
STACK know with how many digits a 0 was written.
"""

import argparse
import re
import subprocess
from collections.abc import Iterator
from decimal import localcontext
from random import Random
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree as ET

import bpcalc
from benchmarks.numbas import MARKED_RIGHT, Sheet, sheet
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asking
from bpcalc.checking.verdicts import Options
from bpcalc.maths.intervals import WORK
from bpcalc.report.quiz import Quiz, positional
from bpcalc.report.quizzes import QUIZ_FOLDER

Wanted = list[tuple[str, str, str, ET.Element]]


def script(question: ET.Element, tests: int, wanted: Wanted) -> Iterator[str]:
    """Yield a program in Maxima that prints which nodes are true; list what they should be."""
    trees = {tree.findtext("name"): tree for tree in question.iter("prt")}
    names = [each.findtext("name") for each in question.iter("input")]
    yield "simp: true$"
    yield re.sub(r";(?=\s|$)", "$", question.findtext("questionvariables/text") or "")
    for number, test in enumerate([*question.iter("qtest")][:tests]):
        given = {each.findtext("name"): each.findtext("value") for each in test.iter("testinput")}
        yield from (f"{name}: {given.get(name, 'EMPTYANSWER')}$" for name in names)
        for expected in test.iter("expected"):
            tree = trees[expected.findtext("name")]
            for line in (tree.findtext("feedbackvariables/text") or "").splitlines():
                yield f"errcatch({line.rstrip(';')})$"
            flags = ",".join(f"m{place}" for place in range(len(tree.findall("node"))))
            name = expected.findtext("name") or ""
            yield f'print("FOUND", {number}, "{name}", [{flags}])$'
            wanted.append((str(number), name, expected.findtext("expectedanswernote") or "", tree))


def by_maxima(program: str) -> dict[tuple[str, str], list[str]]:
    """Return which nodes are true, by test and tree."""
    with NamedTemporaryFile("w", suffix=".mac") as file:
        file.write(program)
        file.flush()
        call = ["maxima", "--very-quiet", "--batch-string", f'batchload("{file.name}")$']
        done = subprocess.run(
            call, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
        )
    printed = re.findall(r"FOUND (\d+) (prt\d+) \[([^\]]*)\]", " ".join(done.stdout.split()))
    return {(number, tree): flags.replace(" ", "").split(",") for number, tree, flags in printed}


def ending(tree: ET.Element, flags: list[str], tag: str) -> str:
    """Return what the first true node of a tree says, "" if none is true."""
    nodes = zip(tree.findall("node"), flags, strict=False)
    return next((node.findtext(tag) or "" for node, flag in nodes if flag == "true"), "")


def tested(name: str, question: ET.Element, tests: int) -> None:
    """Compare the test cases of a question with what Maxima makes of them."""
    wanted: Wanted = []
    found = by_maxima("\n".join(script(question, tests, wanted)))
    wrong = 0
    for number, tree_name, note, tree in wanted:
        ends = ending(tree, found.get((number, tree_name), []), "trueanswernote")
        wrong += ends != note
        if ends != note:
            print(name, number, tree_name, note, ends)
    print(f"{name}: {len(wanted)} answers, {wrong} judged otherwise by Maxima")


def filled_in(quiz: Quiz, question: ET.Element, sheets: list[Sheet]) -> ET.Element:
    """Return a question whose test cases are sheets, with nothing expected but by its trees."""
    root = ET.Element("question")
    root.extend(each for each in question if each.tag != "qtest")
    for each in sheets:
        test = ET.SubElement(root, "qtest")
        for asked, value in each.items():
            if value is None:
                continue
            given = ET.SubElement(test, "testinput")
            ET.SubElement(given, "name").text = f"ans{asked.place}"
            ET.SubElement(given, "value").text = positional(value)
            expected = ET.SubElement(test, "expected")
            ET.SubElement(expected, "name").text = f"prt{asked.place}"
    return root


def compared(name: str, quiz: Quiz, question: ET.Element, random: Random, count: int) -> None:
    """Compare the scores of sheets with the verdicts of the marker."""
    options = Options(asking(quiz.calculation.exercise, told=False).rounding)
    marker = Marker(quiz.calculation.exercise, 1, options)
    sheets = [sheet(quiz, random) for _ in range(count)]
    wanted: Wanted = []
    found = by_maxima("\n".join(script(filled_in(quiz, question, sheets), count, wanted)))
    trees = {tree: element for _, tree, _, element in wanted}
    alike = otherwise = 0
    for number, each in enumerate(sheets):
        cells = {q.key: read_cell(positional(n)) for q, n in each.items() if n is not None}
        with localcontext(WORK):
            verdicts = {mark.key: mark.verdict for mark in marker.mark(cells, cells).marks}
        for asked, value in each.items():
            verdict, tree = verdicts.get(asked.key), f"prt{asked.place}"
            if value is None or verdict in ("convention", None):
                continue
            flags = found.get((str(number), tree), [])
            score = ending(trees[tree], flags, "truescore") or "0"
            if flags and (score == "1") == (verdict in MARKED_RIGHT):
                alike += 1
            else:
                otherwise += 1
                print(name, number, asked.name, value, verdict, score, "" if flags else "no answer")
    print(f"{name}: {alike} answers of sheets alike, {otherwise} otherwise")


def main() -> None:
    """Run the tests of some questions, and print how many end otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", default=["single-neuron", "mazur", "softmax"])
    parser.add_argument("--tests", type=int, default=10)
    parser.add_argument("--sheets", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in options.exercises:
        quiz = Quiz(bpcalc.load(name))
        root = ET.fromstring(QUIZ_FOLDER.find("stack").write([quiz]))
        [question] = root.iter("question")
        if options.tests:
            tested(name, question, options.tests)
        if options.sheets:
            compared(name, quiz, question, Random(options.seed), options.sheets)


if __name__ == "__main__":
    main()
