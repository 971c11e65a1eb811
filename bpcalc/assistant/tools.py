"""What an assistant may ask for: the tools, without any protocol.

Exercises come as text or by the name of a built-in one, and never as the path of a file: an
assistant reads no files here.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from bpcalc.api.arguments import known_words
from bpcalc.api.line_record import LineRecord
from bpcalc.api.loading import TEXT
from bpcalc.api.making import new as made
from bpcalc.api.marking import check as marked
from bpcalc.api.solving import solve
from bpcalc.errors import BpcalcError
from bpcalc.exercise.reader import Reading, read
from bpcalc.exercise.sources import built_in, open_exercise
from bpcalc.exercise.spec import Exercise
from bpcalc.files import nothing_read
from bpcalc.locale import enumerated, say

MAX_ASKED_TEXT = 64_000
"""Characters of an exercise or of answers."""

MAX_ASKED_EPOCHS = 20

MAX_ASKED_NUMBERS = 20_000
"""Numbers in formulas that are worked out: some tenths of a second."""

NUMBERS_PER_WEIGHT = 9
"""Numbers in formulas that a weight brings along in one epoch of one sample."""

MAX_TOLD_LINES = 2_000
"""Lines of an answer, or marks."""


def step(exercise: str, epochs: int = 1, kinds: list[str] | None = None) -> dict[str, Any]:
    """Work out a back-propagation exercise line by line, every printed digit right.

    Args:
        exercise: the text of an exercise file in YAML (keys: inputs, targets, learning_rate,
            weights as one matrix a layer with a row for each receiving unit, biases, activation,
            loss), or the name of a built-in exercise such as mazur.
        epochs: how often all samples are worked through.
        kinds: only these kinds of lines, such as net, out, error, total_error, delta,
            weight_gradient, bias_gradient, new_weight, new_bias; left out: all.
    """
    reading = _read(exercise, epochs)
    solution = solve(reading.exercise, epochs)
    known = list(dict.fromkeys(line.kind for line in solution.lines))
    wanted = known if not kinds else known_words("kinds", kinds, known)
    lines = [line for line in solution.lines if line.kind in wanted]
    return {
        "title": solution.exercise.title,
        "notices": _notices(reading),
        "lines": [_line(line) for line in lines[:MAX_TOLD_LINES]],
        "left_out": max(0, len(lines) - MAX_TOLD_LINES),
    }


def why(exercise: str, name: str) -> dict[str, Any]:
    """Show how one number of an exercise comes about, from the givens down.

    Args:
        exercise: as for `step`.
        name: of the quantity, such as w5_new, delta_h1 or net_o1@s2 (of sample 2).
    """
    reading = _read(exercise, 1)
    report = solve(reading.exercise, 1).why(name)
    return {
        "notices": _notices(reading),
        "text": str(report),
        "lines": [_line(line) for line in report.lines[:MAX_TOLD_LINES]],
    }


def check(exercise: str, answers: dict[str, str | float]) -> dict[str, Any]:
    """Mark somebody's own numbers: find the first mistake and name it.

    Args:
        exercise: as for `step`.
        answers: the numbers by the names of their quantities, each as a text in the digits in
            which it was written, such as {"net_h1": "0.3775", "delta_o1": "0.7414"}.
    """
    written = {name: str(number) for name, number in answers.items()}
    if sum(len(name) + len(text) for name, text in written.items()) > MAX_ASKED_TEXT:
        raise BpcalcError(say("that is longer than {most} characters", most=f"{MAX_ASKED_TEXT:,}"))
    reading = _read(exercise, 1)
    found = marked(reading.exercise, written).plain()
    marks = found["marks"]
    if len(marks) > MAX_TOLD_LINES:  # nobody asked about those without an answer
        found["marks"] = [mark for mark in marks if mark["verdict"] != "blank"][:MAX_TOLD_LINES]
    return {
        "notices": _notices(reading),
        **found,
        "left_out": len(marks) - len(found["marks"]),
    }


def new(exercise: str = "", layers: list[int] | None = None, seed: int = 0) -> dict[str, Any]:
    """Make one more exercise with other numbers, whose usual mistakes can be told apart.

    Args:
        exercise: that it is like, as for `step`; left out: a built-in one.
        layers: the units of every layer of a network to be drawn instead, the inputs first.
        seed: the same seed gives the same exercise.
    """
    reading = _read(exercise, 1) if exercise else None
    spec: Exercise | str | None = reading.exercise if reading else None
    spec = exercise.strip() if exercise.strip() in built_in() else spec
    if layers and (len(layers) > 6 or sum(layers) > 20):
        raise BpcalcError(say("at most 6 layers and 20 units are drawn"))
    found = made(spec, layers=layers, seed=seed)
    notices = _notices(reading) if reading else []
    return {"notices": notices, "exercise": found.text, "unreached": found.unreached}


TOOLS: Mapping[str, Callable[..., dict[str, Any]]] = {
    tool.__name__: tool for tool in (step, why, check, new)
}
"""The tools by name."""


def _line(line: LineRecord) -> dict[str, Any]:
    found = {name: value for name, value in asdict(line).items() if value is not None}
    return {**found, "value": str(line.value)}


def _notices(reading: Reading) -> list[str]:
    """Return what the command line would say of the reading on standard error."""
    return [str(note) for note in reading.notes]


def _read(exercise: str, epochs: int) -> Reading:
    """Return an exercise that is not too large.

    Raises:
        BpcalcError: it is, or cannot be used.
    """
    if len(exercise) > MAX_ASKED_TEXT:
        raise BpcalcError(say("that is longer than {most} characters", most=f"{MAX_ASKED_TEXT:,}"))
    if not 1 <= epochs <= MAX_ASKED_EPOCHS:
        raise BpcalcError(say("from 1 to {most} epochs are worked out", most=MAX_ASKED_EPOCHS))
    if exercise.strip() in built_in():
        reading = open_exercise(exercise.strip())
    elif ":" not in exercise:
        says = say(
            "expected the text of an exercise, or the name of a built-in one: {names}",
            names=enumerated(list(built_in())),
        )
        raise BpcalcError(says)
    else:
        why = say(
            "over MCP an exercise has no file beside it; write the samples into the exercise "
            "itself, and take a notation by its name"
        )
        with nothing_read(why):  # nor a table of samples, nor a notation
            reading = read(exercise.encode("utf-8", "surrogatepass"), TEXT)
    spec = reading.exercise
    numbers = NUMBERS_PER_WEIGHT * spec.graph.weights * len(spec.samples) * epochs
    if numbers > MAX_ASKED_NUMBERS:
        says = say(
            "that is about {numbers} numbers in formulas, more than {most}",
            numbers=f"{numbers:,}",
            most=f"{MAX_ASKED_NUMBERS:,}",
        )
        raise BpcalcError(says)
    return reading
