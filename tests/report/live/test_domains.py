"""What may stand in a field of a page is what the reader of the saved file takes."""

from decimal import Decimal

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.errors import BpcalcError
from bpcalc.exercise.domains import Domain, domain
from bpcalc.exercise.reader import read
from bpcalc.maths.kinds import RATES
from bpcalc.maths.optimisers import OPTIMISERS
from bpcalc.maths.schedules import SCHEDULES
from bpcalc.report.live.exercise_file import file_parts
from bpcalc.report.live.next_epoch import begun
from bpcalc.report.live.solution import LiveSolution, is_given

NEURON = """inputs: [0.5]
targets: [0.8]
weights: [[[0.4]]]
biases: [0.3]
{more}
"""

USUAL = "learning_rate: 0.1"

SCHEDULED = {
    name: f"{{start: 0.5, {name}: {{{entry.length}: 2, {entry.factor[1]}: 0.25}}, after: 1}}"
    if entry.length
    else f"{{start: 0.5, {name}: 0.25, after: 1}}"
    for name, entry in SCHEDULES.items()
}

EXERCISES = [
    f"{USUAL}\nmomentum: 0.9",
    "learning_rate: [0.1]",
    f"{USUAL}\npenalty: {{l1: 0.1, l2: 0.2}}",
    f"{USUAL}\nclip_gradients: {{norm: 5}}",
    f"{USUAL}\nclip_gradients: {{value: 1}}",
    f"{USUAL}\nmax_norm: 1",
    f"{USUAL}\nloss: cross_entropy",
    *(f"learning_rate: {schedule}" for schedule in SCHEDULED.values()),
    *(f"{USUAL}\noptimizer: {name}" for name in OPTIMISERS if name != "gradient"),
]

VALUES = ("-1", "0", "0.5", "1", "2")


def takes(limit: Domain | None, text: str) -> bool:
    """Return whether a number lies within a domain."""
    if limit is None:
        return True
    value, most = Decimal(text), Decimal(limit.most or "Infinity")
    return (value > 0 if limit.above else value >= 0) and (
        value < most if limit.below else value <= most
    )


@pytest.mark.parametrize("more", EXERCISES)
def test_a_page_takes_what_the_reader_takes(more: str) -> None:
    """Every rate and every target, at the ends of its domain and beyond them."""
    exercise = read(NEURON.format(more=more).encode(), "page.yaml").exercise
    solution = LiveSolution(begun(calculate(exercise)))
    lines, parts = list(solution), file_parts(solution)
    places = [at for at, line in enumerate(lines) if is_given(line) and line.key.kind in SEEN_KINDS]
    assert places
    for place in places:
        for text in VALUES:
            file = "".join(
                part
                if isinstance(part, str)
                else str(part["after"])
                if isinstance(part, dict)
                else text
                if part == place
                else solution.shown(lines[part])
                for part in parts
            )
            limit = domain(solution.exercise, lines[place].key.kind)
            assert can_be_read(file) == takes(limit, text), (lines[place].key, text)


SEEN_KINDS = {*RATES, "target"}


def can_be_read(file: str) -> bool:
    """Return whether the reader takes a file."""
    try:
        read(file.encode(), "page.yaml")
    except BpcalcError:
        return False
    return True


def test_every_kind_of_rate_is_held_to_what_is_read() -> None:
    """No kind of rate is left out of the test above."""
    seen = {
        line.key.kind
        for more in EXERCISES
        for line in LiveSolution(
            begun(calculate(read(NEURON.format(more=more).encode(), "page.yaml").exercise))
        )
        if is_given(line)
    }
    assert set(RATES) <= seen
