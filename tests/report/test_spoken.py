"""Pages for those who hear them: every heading of a table has text besides its mathematics."""

import re
from pathlib import Path

import pytest

from bpcalc.cli import run
from tests.helpers.web import Element, tree

CALLS = [
    "step two-three-two",
    "check mazur net_h1=0.3775 delta_o1=0.7414 w5_new=0.1801",
    "why mazur w1_new",
    "train xor --until 0 --epochs 20",
]


def outside_mathematics(element: Element) -> str:
    """Return the text of an element that does not stand in a formula."""
    return "".join(
        part if isinstance(part, str) else outside_mathematics(part)
        for part in element.content
        if isinstance(part, str) or part.tag != "math"
    )


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_heading_of_a_table_has_text(call: str, language: str, tmp_path: Path) -> None:
    """axe-core calls one without it empty."""
    path = tmp_path / "page.html"
    run([*call.split(), "-o", str(path), "--lang", language])

    written = re.sub("<!--.*?-->", "", path.read_text("utf-8"))
    headings = list(tree(written).all("th"))

    assert headings
    assert [each for each in headings if not outside_mathematics(each).strip()] == []


KINK = """
inputs: [1, 1]
targets: [1]
learning_rate: 0.5
activation: relu
weights: [[[0.5, {weight}]]]
"""


@pytest.mark.parametrize(("weight", "said"), [("-0.5", True), ("-0.4", False)])
def test_a_kink_is_mentioned_where_a_net_is_at_it(
    weight: str, said: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Elsewhere it is of no concern."""
    path = tmp_path / "e.yaml"
    path.write_text(KINK.format(weight=weight), encoding="utf-8")

    run(["step", str(path)])

    assert ("Note:" in capsys.readouterr().out) == said


KINKED_LOSS = """
inputs: [1, 1]
targets: [1]
learning_rate: 0.5
activation: identity
loss: {loss}
weights: [[[0.5, {weight}]]]
"""


@pytest.mark.parametrize("loss", ["absolute_error", "hinge"])
@pytest.mark.parametrize(("weight", "said"), [("0.5", True), ("0.4", False)])
def test_a_kink_of_a_loss_is_mentioned_where_an_output_is_at_it(
    loss: str, weight: str, said: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An output of 1 is where the error of a target of 1 has its kink."""
    path = tmp_path / "e.yaml"
    path.write_text(KINKED_LOSS.format(loss=loss, weight=weight), encoding="utf-8")

    run(["step", str(path), "--part", "error"])

    assert ("at its kink" in capsys.readouterr().out) == said


def test_a_derivation_says_what_the_sign_before_a_value_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where there is such a sign; on a page with the givens it is explained below them."""
    for call in (["why", "mazur", "w1_new"], ["step", "mazur", "--unit", "o2"]):
        run(call)
        assert "≈: printed numbers are rounded" in capsys.readouterr().out
    run(["why", "mazur", "net_h1"])
    assert "≈" not in capsys.readouterr().out
