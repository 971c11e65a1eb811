"""Names of biases that tell of thresholds, which are subtracted, and what is said of them."""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.notation.notations import Notation
from bpcalc.notation.spelling import Spelling

THRESHOLDS = ("θ", "theta")
"""What thresholds are called, in any case."""


def subtracted(keys: Mapping[str, Node], notation: Notation) -> bool:
    """Return whether biases are thresholds: a key says so, or names with θ, where b is usual."""
    if "thresholds" in keys or ("bias", "threshold") not in notation.forms:
        return "thresholds" in keys
    return bool(_called_thresholds(keys))


def thresholds_taken() -> str:
    """Return what is said where the names of biases make thresholds of them."""
    return say("θ names thresholds here, which are subtracted; `thresholds` says so")


def say_added(page: SourceText, node: YamlMapping, spelling: Spelling, names: list[str]) -> None:
    """Say that biases are added which the book of their names subtracts.

    Args:
        page: for the note.
        node: the mapping in which they stand.
        spelling: of the names.
        names: of the biases, as they stand there.
    """
    if names and spelling.notation.thresholds and not spelling.layout.thresholds:
        says = say(
            "`{name}` is added; in this book biases are subtracted, as `thresholds` are",
            name=quotable(names[0]),
        )
        page.note(node, says)


def added_in(keys: Mapping[str, Node], notation: Notation) -> str:
    """Return the end of a sentence about a notation that was taken: that it adds what θ names.

    "" where no bias is called so, where the file says `thresholds`, and where the book of the
    notation subtracts them, of which `say_added` speaks.
    """
    if notation.thresholds or subtracted(keys, notation):
        return ""
    name = _called_thresholds(keys)
    if not name:
        return ""
    return say(
        "; `{name}` is added there: if your book subtracts it, write it under `thresholds`",
        name=quotable(name),
    )


def _called_thresholds(keys: Mapping[str, Node]) -> str:
    """Return the first name of a bias that is one of thresholds, "" if there is none."""
    nodes = (keys.get("weights"), keys.get("biases"))
    named = (pair for node in nodes if isinstance(node, YamlMapping) for pair in node.pairs)
    texts = (name.text for name, value in named if isinstance(value, Scalar))
    return next((text for text in texts if text.casefold().startswith(THRESHOLDS)), "")
