"""What books mean by something else, or files forget: a line says what is taken.

Nothing of this is wrong, so it is worked as it stands; but a reader who means what the books mean
would have other numbers, and nobody would tell.
"""

from collections.abc import Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.spec import Exercise, is_unknown
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import say
from bpcalc.maths.activations import SOFTMAX
from bpcalc.maths.losses import BINARY_CROSS_ENTROPY, CROSS_ENTROPY


def look_at_loss(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Note where a loss, or none, is not what books mean with such outputs or samples."""
    targets = [
        target
        for sample in exercise.samples
        for target in sample.targets or ()
        if not is_unknown(target)
    ]
    if not targets:
        _say_nothing_learnt(page, keys, exercise)
        return
    output = exercise.layers[-1].activation
    softmax = output.name == SOFTMAX.name
    if "loss" not in keys:
        if softmax:
            says = say(
                "no loss is given, so ½·Σ(target - out)² is taken; with softmax, books mean "
                "`loss: cross_entropy`"
            )
            page.note(keys["activation"], says)
    elif exercise.loss.name == CROSS_ENTROPY.name and not softmax:
        if any(target.value < 1 for target in targets):
            says = say(
                "`{loss}` is -Σ target·ln(out): with {activation}, nothing is learnt from a target "
                "of 0; books mean `loss: {binary}` there",
                loss=CROSS_ENTROPY.name,
                activation=output.name,
                binary=BINARY_CROSS_ENTROPY.name,
            )
            page.note(keys["loss"], says)
    elif exercise.loss.averaged and _added(exercise) and exercise.sizes[-1] == 1:
        says = say(
            "the mean in `{loss}` is over the outputs, and there is one; the samples are added, "
            "`update: batch_mean` takes their mean",
            loss=exercise.loss.name,
        )
        page.note(keys["loss"], says)


LEARNING = ("learning_rate", "loss", "momentum", "optimizer", "optimiser")
"""Keys that count for nothing where there are no targets."""


def _say_nothing_learnt(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Note that targets are missing which something in the file is of use with only."""
    if exercise.has_targets or "given" in keys or not exercise.taught:
        return
    key = next((key for key in LEARNING if key in keys), "")
    if key:
        says = say(
            "there are no targets, so only the forward pass is calculated and `{key}` does not "
            "count; were `targets` forgotten?",
            key=key,
        )
        page.note(keys[key], says)


def _added(exercise: Exercise) -> bool:
    """Return whether the gradients of several samples are added."""
    return exercise.update == "batch" and len(exercise.samples) > 1
