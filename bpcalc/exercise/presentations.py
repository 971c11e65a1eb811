"""How long to train, counted in samples that are shown, as some courses do."""

from collections.abc import Mapping
from itertools import accumulate

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say


def epochs_and_rest(exercise: Exercise, presentations: int) -> tuple[int, int]:
    """Return how many epochs that are, and how many samples of one more."""
    return divmod(presentations, len(exercise.samples))


def asked(exercise: Exercise, epochs: int | None) -> tuple[int | None, int]:
    """Return how many epochs are asked for, and how many samples of one more.

    Args:
        exercise: which may say so, by `epochs` or `presentations`.
        epochs: what is said otherwise, and wins.
    """
    if epochs is None and exercise.presentations is not None:
        return epochs_and_rest(exercise, exercise.presentations)
    return exercise.epochs if epochs is None else epochs, 0


def hindrance(exercise: Exercise, presentations: int) -> str:
    """Return why training cannot stop after so many samples, "" if it can."""
    rest = epochs_and_rest(exercise, presentations)[1]
    ends = accumulate(map(len, exercise.batches))
    if exercise.update == "online" or rest in (0, *ends):
        return ""
    if exercise.batches:
        return say(
            "an update is made of {size} samples: {n} samples end within one",
            size=exercise.batch_size,
            n=presentations,
        )
    return say(
        "with one update for several samples, an epoch ends with its last update: {n} is no "
        "multiple of its {count} samples",
        n=presentations,
        count=len(exercise.samples),
    )


def fit_presentations(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Refuse a number of samples that says the same as `epochs`, or ends within an update."""
    if exercise.presentations is None:
        return
    at = keys["presentations"]
    if "epochs" in keys:
        pair = {"one": "epochs", "other": "presentations"}
        page.fault(at, say("`{one}` and `{other}` exclude each other; keep one", **pair))
    elif says := hindrance(exercise, exercise.presentations):
        page.fault(at, says)
