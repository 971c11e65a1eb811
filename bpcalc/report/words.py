"""The headings of a report, and the reasons it gives."""

from collections.abc import Callable

from bpcalc.calc.lines import STAGES, Heading, Remark, StageName
from bpcalc.exercise.notation_choice import notation_of
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import in_a_row, later, say
from bpcalc.maths.activation import Activation, OwnFormula
from bpcalc.maths.entries import demand
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.notation.writing import UNICODE, Writer
from bpcalc.report.document import ColumnName, Matrices, Outcome
from bpcalc.report.letters import letters

STAGE_TITLES: dict[StageName, str] = {
    "normalise": later("Normalised data"),
    "rate": later("Learning rate"),
    "weights": later("Weights and biases at the start"),
    "ahead": later("Weights and biases at the start"),
    "net": later("Forward pass"),
    "out": later("Forward pass"),
    "net_norm": later("Forward pass"),
    "net_norm_back": later("Backward pass"),
    "dropout": later("Forward pass"),
    "error": later("Error"),
    "all_errors": later("Error"),
    "delta": later("Backward pass"),
    "inputs": later("Backward pass"),
    "gradient": later("Gradients"),
    "gradient_sum": later("Gradients"),
    "penalised": later("Update"),
    "clip": later("Update"),
    "power": later("Update"),
    "moment": later("Update"),
    "change": later("Update"),
    "norm": later("Update"),
    "update": later("Update"),
    "turned_back": later("Results"),
    "measures": later("Results"),
}
"""The part of the calculation that a stage belongs to; what is given has no part."""

TITLES: dict[StageName, str] = {
    "given": later("Given"),
    "normalise": later("{layer}: on one scale"),
    "rate": later("Learning rate of the epoch"),
    "weights": later("Values after the previous update"),
    "ahead": later("{layer}: weights and biases looked ahead"),
    "net": later("{layer}: net inputs"),
    "out": later("{layer}: outputs"),
    "net_norm": later("{layer}: normalised net inputs"),
    "net_norm_back": later("{layer}: deltas, back through the normalisation"),
    "dropout": later("{layer}: outputs after dropout"),
    "error": later("Error of each output and total error"),
    "all_errors": later("Total error over all samples"),
    "delta": later("{layer}: deltas"),
    "inputs": later("Derivatives of the error with respect to the inputs"),
    "gradient": later("{layer}: gradients"),
    "gradient_sum": later("{layer}: gradients of the whole batch"),
    "penalised": later("{layer}: gradients with the penalty"),
    "clip": later("Clipped gradients"),
    "power": later("Powers of the decay rates"),
    "moment": later("{layer}: moments of the gradients"),
    "change": later("{layer}: changes of the weights and biases"),
    "norm": later("{layer}: weights after the step, and their norms"),
    "update": later("{layer}: new weights and biases"),
    "turned_back": later("Outputs turned back"),
    "measures": later("How good the outputs are"),
}

demand("stage", STAGES, TITLES, "title")
demand("stage", STAGES[1:], STAGE_TITLES, "part of the calculation")

COLUMN_HEADINGS: dict[ColumnName, str] = {
    "symbol": later("Symbol"),
    "formula": later("Formula"),
    "numbers": later("Substitution"),
    "old": later("Old value"),
    "gradient": later("Gradient"),
    "change": later("Change"),
    "value": later("Value"),
    "new value": later("New value"),
}

THRESHOLDS: dict[StageName, str] = {
    "change": later("{layer}: changes of the weights and thresholds"),
    "update": later("{layer}: new weights and thresholds"),
}
"""The titles of an exercise that subtracts thresholds, as far as they differ."""

WEIGHTS_ALONE: dict[StageName, str] = {
    "change": later("{layer}: changes of the weights"),
    "update": later("{layer}: new weights"),
}
"""The titles of a layer in which nothing but weights is updated."""


def layer_name(layer: int, exercise: Exercise) -> str:
    """Return what a layer is called, such as `Hidden layer 2`."""
    last = len(exercise.layers)
    if layer == 0:
        return say("Inputs")
    if layer == last:
        return say("Output layer")
    name = say("Hidden layer {number}", number=layer) if last > 2 else say("Hidden layer")
    return as_in_the_book(name, exercise)


def layer_within(layer: int, exercise: Exercise) -> str:
    """Return what a layer is called within a sentence: `the output layer`, `hidden layer 2`."""
    last = len(exercise.layers)
    if layer == 0:
        return say("the inputs")
    if layer == last:
        return say("the output layer")
    name = say("hidden layer {number}", number=layer) if last > 2 else say("the hidden layer")
    return as_in_the_book(name, exercise)


def as_in_the_book(heading: str, exercise: Exercise) -> str:
    """Return a heading in the words of the book whose notation the exercise has."""
    for usual, theirs in notation_of(exercise).chinese:
        heading = heading.replace(usual, theirs)
    return heading


def stage_title(heading: Heading, exercise: Exercise) -> str:
    """Return the title of a stage's table."""
    if heading.name == "all_errors" and exercise.batches:
        return say("Total error")  # of a batch
    name = "" if heading.layer is None else layer_name(heading.layer, exercise)
    titles = TITLES | (THRESHOLDS if exercise.thresholds else {})
    if heading.layer and _has_weights_alone(heading.layer, exercise):
        titles |= WEIGHTS_ALONE
    return as_in_the_book(say(titles[heading.name], layer=name), exercise)


def _has_weights_alone(layer: int, exercise: Exercise) -> bool:
    """Return whether nothing but weights is updated in a layer."""
    if exercise.batch_norm or exercise.layer_norm:
        return False
    return not exercise.update_biases or exercise.layers[layer - 1].biases is None


def part_title(heading: Heading, exercise: Exercise) -> str:
    """Return the title of the part of the calculation that a stage belongs to."""
    if heading.name == "weights" and exercise.thresholds:
        return as_in_the_book(say("Weights and thresholds at the start"), exercise)
    if heading.sample is not None and _follows_deltas(heading, exercise):
        return say(STAGE_TITLES["delta"])
    return as_in_the_book(say(STAGE_TITLES[heading.name]), exercise)


def _follows_deltas(heading: Heading, exercise: Exercise) -> bool:
    """Return whether the lines of a stage follow the deltas of their layer."""
    working = exercise.working
    early = "change" if working.lines == "direct" else "gradient"
    return heading.name == early and working.order == "notes"


def column(name: ColumnName) -> str:
    """Return the heading of a column."""
    return say(COLUMN_HEADINGS[name])


def head(*words: str) -> tuple[str, ...]:
    """Return what columns are called as their headings, which begin with capitals.

    >>> head("quantity", "before", "after")
    ('Quantity', 'Before', 'After')
    """
    return tuple(word[:1].upper() + word[1:] for word in words)


def kink(activation: Activation, net: str) -> str:
    """Return what the slope of an activation counts as where it jumps; net inputs are called so."""
    if len(activation.kinks) == 1:
        return say(
            "Note: the derivative of {name} at its kink, {net} = {place}, is taken as {slope}.",
            name=activation.name,
            net=net,
            place=activation.kinks[0],
            slope=activation.kink_slope,
        )
    return say(
        "Note: the derivative of {name} at its kinks, {net} = {places}, is taken as {slope}.",
        name=activation.name,
        net=net,
        places=say(" and {net} = ", net=net).join(activation.kinks),
        slope=activation.kink_slope,
    )


def jump(activation: Activation, net: str) -> str:
    """Return what the output of an activation is where it jumps."""
    if activation.name == "sign" and activation.jump != "0":
        return say(
            "Note: from {net} = -{place} to {place}, both included, the output of {name} is 0.",
            name=activation.name,
            net=net,
            place=activation.jump,
        )
    return say(
        "Note: at {net} = {place} itself, the output of {name} is {value}.",
        name=activation.name,
        net=net,
        place=activation.jump,
        value=activation.at_jump,
    )


def level(activation: Activation, net: str) -> str:
    """Return why nothing is learnt through an activation that only jumps."""
    return say(
        "Note: {name} is level wherever it does not jump; its derivative is 0: no error comes "
        "back through it.",
        name=activation.name,
    )


def own(activation: Activation, net: str) -> str:
    """Return the formula of an exercise's own activation, and its derivative."""
    assert activation.own is not None  # the caller asked
    return _own_formula("f(net)", "f'(net)", activation.own)


def _own_formula(name: str, derivative: str, own: OwnFormula) -> str:
    letters = {"net": "net", "out": "out", "target": "target"}
    write = Writer(lambda key: letters[key.kind], UNICODE).write
    given = {
        "name": name,
        "formula": write(own.formula),
        "derivative": derivative,
        "slope": write(own.slope),
    }
    if not own.derived:
        text = say(
            "Note: {name} = {formula} and {derivative} = {slope}, as the exercise says.", **given
        )
    else:
        text = say("Note: from {name} = {formula} follows {derivative} = {slope}.", **given)
    if not own.true:
        text += " " + say("That is not its derivative.")
    if own.derived and "kink" in own.kinks:
        text += " " + say("At a kink of max, min or |x| the derivative is taken as 0.")
    if own.derived and "parts" in own.kinks:
        text += " " + say("Where its parts meet, it is that of the part which holds there.")
    return text


OF_ACTIVATION: dict[Remark, Callable[[Activation, str], str]] = {
    "jump": jump,
    "level": level,
    "own": own,
}
"""The remarks that are about the activation of a layer, wherever its net inputs are."""


def kink_remark(heading: Heading, exercise: Exercise) -> str:
    """Return what a slope counts as where it jumps, "" where nothing of a stage can be there."""
    if heading.remark == "kink" and heading.layer is not None:
        net = letters(exercise, heading.layer)["net"]
        return kink(exercise.layers[heading.layer - 1].activation, net)
    if heading.name == "error" and exercise.loss.kink and not exercise.loss.own:
        return say(
            "Note: the derivative of {loss} at its kink, {place}, is taken as 0.",
            loss=exercise.loss.name,
            place=say(exercise.loss.kink, **letters(exercise, len(exercise.layers))),
        )
    return ""


def remark(heading: Heading, exercise: Exercise) -> str:
    """Return why the lines of a stage are as they are, or "" where nobody would ask."""
    output = heading.name == "delta" and heading.layer == len(exercise.layers)
    told = _remark(heading, exercise)
    if not output or exercise.loss.gradient_factor == "1":
        return told
    names = letters(exercise, len(exercise.layers))
    factor = say(
        "Note: as in the book, ∂{error}/∂{out} is taken {factor} times as large as it is; that is "
        "not the derivative of this error.",
        error=names["error"],
        out=names["out"],
        factor=exercise.loss.gradient_factor,
    )
    return f"{factor} {told}".strip()


def _rule(exercise: Exercise) -> str:
    """Return what is said of a learning rule, and of the error beside it if it is not its own."""
    rule = LEARNING_RULES[exercise.learning_rule]
    says = say(rule.says, **letters(exercise, 1))
    if rule.of_error or not (exercise.measured and exercise.has_targets):
        return says
    measure = say(
        "The error beside it only shows how far the outputs are off; delta is not its derivative."
    )
    return in_a_row([says, measure])


def _remark(heading: Heading, exercise: Exercise) -> str:
    if heading.remark in OF_ACTIVATION and heading.layer is not None:
        activation = exercise.layers[heading.layer - 1].activation
        return OF_ACTIVATION[heading.remark](activation, letters(exercise, heading.layer)["net"])
    if heading.name == "error" and exercise.loss.own:
        return _own_formula("E", "∂E/∂out", exercise.loss.own)
    if heading.name == "ahead" and heading.layer == 1:
        return say(
            "Note: Nesterov's momentum goes forward and back with the weights where the last step "
            "would lead on; the errors of this epoch are theirs. The step starts from the weights "
            "themselves."
        )
    if heading.name == "net_norm" and heading.layer is not None:
        return _net_norm(heading, exercise)
    if heading.remark == "rule":
        return _rule(exercise)
    plain = exercise.loss.name == "cross_entropy"
    names = letters(exercise, len(exercise.layers))
    out, target = names["out"], names["target"]
    delta = f"{target} - {out}" if exercise.delta == "t-o" else f"{out} - {target}"
    reasons = {
        "softmax_cross_entropy": say(
            "With softmax and {loss} the derivative of the activation cancels: "
            "∂{error}/∂{net} = {out} - {target}, so each delta is {delta}.",
            loss=say("cross-entropy") if plain else exercise.loss.name,
            **names,
            delta=delta,
        ),
        "sigmoid_cross_entropy": say(
            "With sigmoid and cross-entropy the derivative {out}·(1 - {out}) cancels: "
            "∂{error}/∂{net} = {out} - {target}, so each delta is {delta}.",
            **names,
            delta=delta,
        ),
        "new_weights": say(
            "As the exercise requires, these deltas are propagated back through the updated "
            "weights, so they are not the gradient of the error."
        ),
    }
    return reasons.get(heading.remark, "")


def _net_norm(heading: Heading, exercise: Exercise) -> str:
    """Return over what net inputs are normalised; once for a layer that is, over a batch."""
    if heading.remark == "layer":
        return say(
            "Note: layer normalisation; mean and variance are those of the net inputs of this "
            "layer, and the variance is divided by their number."
        )
    if heading.sample is not None:
        return ""
    if exercise.batches and heading.epoch is not None:
        return say(
            "Note: batch normalisation; mean and variance of each unit are those of the samples "
            "worked together here, and the variance is divided by their number."
        )
    return say(
        "Note: batch normalisation; mean and variance of each unit are those of all samples, and "
        "the variance is divided by their number."
    )


def outcome(block: Outcome) -> str:
    """Return what has become of the error."""
    if block.after.value < block.before.value:
        return say("The error has decreased.")
    if block.after.value > block.before.value:
        return say("The error has increased; the learning rate may be too large.")
    return say("The error is unchanged.")


def too_wide(block: Matrices) -> str:
    """Return what is said in place of matrices that the page has no room for."""
    return say(
        "{title}: these matrices are too wide for the page; without --matrix, their lines are "
        "shown one by one.",
        title=block.title,
    )
