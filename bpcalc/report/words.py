"""The headings of a report, and the reasons it gives."""

from bpcalc.calc.lines import Heading, StageName
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.report.document import ColumnName, Matrices, Outcome

PARTS: dict[StageName, str] = {
    "weights": "Weights and biases at the start",
    "forward": "Forward pass",
    "error": "Error",
    "all_errors": "Error",
    "delta": "Backward pass",
    "inputs": "Backward pass",
    "gradient": "Gradients",
    "gradient_sum": "Gradients",
    "update": "Update",
}
"""The part of the calculation that a stage belongs to."""

TITLES: dict[StageName, str] = {
    "weights": "As the last update left them",
    "forward": "{layer}: net inputs and outputs",
    "error": "Error of each output, and the total",
    "all_errors": "Error over all samples",
    "delta": "{layer}: deltas",
    "inputs": "Slopes of the error over the inputs",
    "gradient": "{layer}: gradients",
    "gradient_sum": "{layer}: gradients of the whole batch",
    "update": "{layer}: new weights and biases",
}

COLUMNS: dict[ColumnName, str] = {
    "symbol": "symbol",
    "formula": "formula",
    "numbers": "numbers",
    "old": "old value",
    "gradient": "gradient",
    "change": "change",
    "value": "value",
    "new value": "new value",
}


def layer_name(layer: int, exercise: Exercise) -> str:
    """Return what a layer is called, such as `Hidden layer 2`."""
    last = len(exercise.layers)
    if layer == 0:
        return say("Inputs")
    if layer == last:
        return say("Output layer")
    return say("Hidden layer {number}", number=layer) if last > 2 else say("Hidden layer")


def stage_title(heading: Heading, exercise: Exercise) -> str:
    """Return the title of a stage's table."""
    name = "" if heading.layer is None else layer_name(heading.layer, exercise)
    return say(TITLES[heading.name], layer=name)


def remark(heading: Heading, exercise: Exercise) -> str:
    """Return why the lines of a stage are as they are, or "" where nobody would ask."""
    if heading.remark == "kink" and heading.layer is not None:
        return say("Note: {states}.", states=exercise.layers[heading.layer - 1].activation.states)
    minus = exercise.delta == "t-o"
    reasons = {
        "softmax_cross_entropy": say(
            "With softmax and cross-entropy the slopes cancel: ∂E/∂net = out - target, so each "
            "delta is {delta}.",
            delta="target - out" if minus else "out - target",
        ),
        "sigmoid_cross_entropy": say(
            "With sigmoid and cross-entropy the slope out·(1 - out) cancels: "
            "∂E/∂net = out - target, so each delta is {delta}.",
            delta="target - out" if minus else "out - target",
        ),
        "new_weights": say(
            "As the exercise asks, these deltas come back through the weights already updated. "
            "That is not the gradient of the error."
        ),
    }
    return reasons.get(heading.remark, "")


def outcome(block: Outcome) -> str:
    """Return what has become of the error."""
    if block.after.value < block.before.value:
        return say("The error has fallen.")
    if block.after.value > block.before.value:
        return say("The error has risen: the learning rate may be too large.")
    return say("The error has stayed the same.")


def too_wide(block: Matrices) -> str:
    """Return what is said in place of matrices that the page has no room for."""
    return say(
        "{title}: these matrices are too wide for the page; without --matrix, their lines are "
        "shown one by one.",
        title=block.title,
    )
