"""No number of a live page stays behind when a given number is changed.

Two exercises of one form with other numbers have the same page but for what the script writes anew:
all that is not marked for it is words.
"""

import re
from html.parser import HTMLParser

import pytest

import bpcalc
from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import built_in
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.page import live_page
from bpcalc.solution import Solution

MARKS = {
    "data-value",
    "data-numbers",
    "data-formula",
    "data-relation",
    "data-difference",
    "data-when",
    "data-given",
    "data-trend",
    "data-epoch",
}
"""What the script writes anew."""

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}

RULE = """
samples:
  - {inputs: [0.3, 0.3], targets: [1]}
  - {inputs: [0.4, 0.3], targets: [1]}
  - {inputs: [0.1, 0.1], targets: [-1]}
weights: [[[0.5, 0.1]]]
biases: [0.2]
learning_rate: 0.1
"""

EXERCISES = [
    *(bpcalc.load(name).to_yaml() for name in built_in()),
    *(f"{RULE}learning_rule: {rule}\n" for rule in ("perceptron", "adaline", "hebb")),
    f"{RULE}learning_rule: adaline\nupdate: batch\n",
    f"{RULE}activation: identity\npenalty: {{l2: 0.01}}\nupdate: batch_mean\nmomentum: 0.8\n",
    f"{RULE}activation: tanh\nlearning_rate: {{start: 0.1, exponential: 0.9}}\n".replace(
        "learning_rate: 0.1\n", ""
    ),
    f"{RULE}activation: tanh\nnormalise: {{inputs: z_score}}\noptimizer: adam\n",
]


class Unmarked(HTMLParser):
    """Collects the text of a page that no mark is on; pictures leave labels out by their room."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _left_out(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        marked = tag in ("svg", "script", "style") or bool(MARKS & {name for name, _ in attrs})
        if tag not in VOID:
            self._open.append((tag, marked or self._left_out))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass an element without content."""

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that need no end."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if data.strip() and not self._left_out:
            self.found.append(data.strip())


def unmarked(text: str) -> list[str]:
    """Return the texts of a live page that its script does not write."""
    exercise = read(text.encode(), "page.yaml").exercise
    page = Unmarked()
    page.feed(live_page(Solution(begun(calculate(exercise)))))
    return page.found


def changed(text: str) -> str:
    """Return an exercise with other inputs, targets, weights and biases."""
    samples, biases = re.compile(r"(?<=[\[ ])-?0\.\d+(?=[,\]}\n])"), re.compile("^(?!learning)")
    lines = text.splitlines(keepends=True)
    others = (samples.sub(r"\g<0>7", line) if biases.match(line) else line for line in lines)
    return "".join(others)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("text", EXERCISES)
def test_only_words_are_left_to_themselves(text: str) -> None:
    """The new weights under `Result` stayed those of the page as it was opened."""
    other = changed(text)
    assert other != text
    assert unmarked(other) == unmarked(text)
