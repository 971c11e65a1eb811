"""Whether STACK questions do in Maxima what their own tests expect; needs `maxima`.

    python -m benchmarks.maxima [EXERCISE…] [--tests N]

The feedback variables of every tree are worked out by Maxima for every test case of a question, and
the first node that is true is compared with the one that the test case names.
"""

import argparse
import re
import subprocess
from collections.abc import Iterator
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree as ET

import bpcalc
from bpcalc.report.quiz import Quiz
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


def main() -> None:
    """Run the tests of some questions, and print how many end otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*", default=["single-neuron", "mazur", "softmax"])
    parser.add_argument("--tests", type=int, default=10)
    options = parser.parse_args()
    for name in options.exercises:
        root = ET.fromstring(QUIZ_FOLDER.find("stack").write([Quiz(bpcalc.load(name))]))
        wanted: Wanted = []
        [question] = root.iter("question")
        with NamedTemporaryFile("w", suffix=".mac") as file:
            file.write("\n".join(script(question, options.tests, wanted)))
            file.flush()
            call = ["maxima", "--very-quiet", "--batch-string", f'batchload("{file.name}")$']
            done = subprocess.run(
                call, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
            )
        printed = re.findall(r"FOUND (\d+) (prt\d+) \[([^\]]*)\]", " ".join(done.stdout.split()))
        found = {
            (number, tree): flags.replace(" ", "").split(",") for number, tree, flags in printed
        }
        wrong = 0
        for number, tree_name, note, tree in wanted:
            flags = found.get((number, tree_name), [])
            nodes = zip(tree.findall("node"), flags, strict=False)
            ends = next(
                (node.findtext("trueanswernote") for node, flag in nodes if flag == "true"), ""
            )
            wrong += ends != note
            if ends != note:
                print(name, number, tree_name, note, ends)
        print(f"{name}: {len(wanted)} answers, {wrong} judged otherwise by Maxima")


if __name__ == "__main__":
    main()
