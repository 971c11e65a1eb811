"""How much work is asked for: judged before it begins."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from bpcalc.cli.streams import announce
from bpcalc.locale import later, say, say_many

if TYPE_CHECKING:
    from bpcalc.exercise.spec import Exercise
    from bpcalc.exercise.table_size import TableSize
    from bpcalc.report.folder import Format
    from bpcalc.report.quizzes import QuizFormat

PER_WEIGHT = 9
"""Numbers in formulas that a weight brings along in one epoch of one sample: two in a net input,
two in what comes back, two in its gradient, three in its update."""

SECONDS = 14e-6
"""That a number in a formula takes, from the tree to the page, on an ordinary computer."""

UNIT_SECONDS = 1e-3
"""That a unit takes besides, and a layer as well, in one epoch of one sample: their lines are many,
however few numbers stand in them, as in a network of hundreds of narrow layers."""

AUDIT_SECONDS = 0.2e-3
"""That it takes to look which mistakes can be seen and told apart in it."""

ROW_SECONDS = 5.5e-6
"""That a row of a table of samples takes to be read."""

CHARACTER_SECONDS = 0.2e-6
"""That a character of it takes besides; the more there are, the fewer numbers stand twice."""

MARKING_SECONDS = 0.5e-3
"""That a quantity of a paper takes to be marked and written into a report."""

MAX_SECONDS = 86_400
"""Longer work is not begun."""

UNWRITTEN = 0.5
"""The part of all this that is left where lines are worked out, and few of them written."""

BYTES = 700
"""That it takes meanwhile."""

MAX_NUMBERS = 6_000_000
"""Numbers in formulas that are worked out at most: more than a minute, and 4 GB."""

MAX_SILENT_SECONDS = 5.0
"""Seconds; work that takes longer is announced."""

MAX_AUDITED = 5_000
"""Quantities of which an audit tries every known mistake: some seconds."""

COUNTED = 10**15
"""Beyond it nobody counts."""

REPEATED = later(
    "Ask for fewer epochs, or leave out samples; `bpcalc train` repeats epochs without writing "
    "them out"
)
"""What to do where an exercise has too many numbers."""

SMALLER = later("Take a smaller exercise")
"""What to do where something takes too long."""


def estimated(exercise: "Exercise", epochs: int) -> int:
    """Return about how many numbers stand in the formulas of a whole calculation."""
    weights = exercise.graph.weights
    return PER_WEIGHT * weights * len(exercise.samples) * epochs


def of_units(exercise: "Exercise", epochs: int) -> float:
    """Return about how many seconds the lines of units take, besides the numbers in them."""
    above = exercise.graph.sizes[1:]
    return UNIT_SECONDS * (sum(above) + len(above)) * len(exercise.samples) * min(epochs, COUNTED)


def judge_audit(quantities: int) -> None:
    """Refuse to try all mistakes in more lines than anybody asks for on a sheet.

    Raises:
        click.UsageError: it is too much; the message says what to do.
    """
    if quantities > MAX_AUDITED:
        message = say(
            "that is an audit of {n} quantities, each for every known mistake; at most {most} are "
            "looked at. Name a few kinds, such as `--only net,delta`, or take a smaller network",
            n=amount(quantities),
            most=amount(MAX_AUDITED),
        )
        raise click.UsageError(message)


def calculating(numbers: int) -> float:
    """Return the seconds that a calculation of so many numbers in formulas takes."""
    return numbers * SECONDS


def auditing(numbers: int) -> float:
    """Return the seconds that an audit takes."""
    return numbers * (SECONDS + AUDIT_SECONDS)


def answer_links(exercise: "Exercise") -> int:
    """Return about how often an answer of a quiz depends on another one, in whatever many steps.

    The gradient of a weight depends on the units before it, and on those behind its own layer.
    """
    sizes, samples = exercise.graph.sizes, len(exercise.samples)
    hidden, last = sum(sizes[1:-1]), len(sizes) - 2
    links = sum(
        before * units * (hidden + (0 if layer == last else sizes[-1]))
        for layer, (before, units) in enumerate(pairwise(sizes))
    )
    return links * samples**2


def judge_links(links: int, chosen: "QuizFormat", platform: str) -> None:
    """Refuse a quiz with more dependent answers than its format is written with.

    Raises:
        click.UsageError: they are too many; the message says what to do.
    """
    if chosen.max_links is not None and links > chosen.max_links:
        message = say(
            "in {platform}, an answer is marked by those that it depends on; that is about {n} "
            "pairs of answers, and at most {most} are written. Take a smaller network, fewer "
            "samples, or a platform that does not follow answers, such as moodle",
            platform=platform,
            n=amount(links),
            most=amount(chosen.max_links),
        )
        raise click.UsageError(message)


def writing(chosen: "Format") -> Callable[[int], float]:
    """Return how the seconds of a report in a format grow with its numbers."""
    return lambda numbers: numbers * (SECONDS + chosen.seconds_per_number)


def judge_work(
    exercise: "Exercise",
    epochs: int,
    seconds_of: Callable[[int], float] = calculating,
    *,
    written: bool = True,
) -> None:
    """Refuse to work out by hand what would not end, and announce what takes long.

    Args:
        exercise: what is worked out.
        epochs: how often.
        seconds_of: how long so many numbers in formulas take.
        written: whether the lines are written out, too.

    Raises:
        click.UsageError: it is too much; the message has the estimate.
    """
    part = 1 if written else UNWRITTEN
    units = part * of_units(exercise, epochs)
    judge_numbers(estimated(exercise, epochs), lambda numbers: part * seconds_of(numbers), units)


def judge_numbers(
    numbers: int,
    seconds_of: Callable[[int], float] = calculating,
    besides: float = 0,
    advice: str = REPEATED,
) -> None:
    """Refuse to work out so many numbers in formulas, or announce that they take long.

    Args:
        numbers: in formulas.
        seconds_of: how long so many of them take.
        besides: seconds that something else takes, such as the lines that they stand in.
        advice: what makes them fewer, marked for the catalogue.

    Raises:
        click.UsageError: they are too many; the message has the estimate.
    """
    refuse_numbers(numbers, seconds_of, besides, advice)
    seconds = seconds_of(min(numbers, COUNTED)) + besides
    refuse_days(numbers, seconds, SMALLER if advice == REPEATED else advice)
    if seconds > MAX_SILENT_SECONDS:
        says = say(
            "About {numbers} numbers in formulas; this takes about {time}.",
            numbers=amount(numbers),
            time=duration(seconds),
        )
        announce(says)


def refuse_numbers(
    numbers: int,
    seconds_of: Callable[[int], float] = calculating,
    besides: float = 0,
    advice: str = REPEATED,
) -> None:
    """Refuse to work out more numbers in formulas than there is memory for.

    Args:
        numbers: in formulas.
        seconds_of: how long so many of them take.
        besides: seconds that something else takes, such as the lines that they stand in.
        advice: what makes them fewer, marked for the catalogue.

    Raises:
        click.UsageError: they are too many; the message has the estimate.
    """
    if numbers > MAX_NUMBERS:
        message = say(
            "that is about {numbers} numbers in formulas, which would take about {time} and "
            "{memory} GB; at most {most} are worked out. {advice}",
            numbers=amount(numbers),
            time=_time(numbers, seconds_of(min(numbers, COUNTED)) + besides),
            memory=amount(numbers * BYTES // 10**9),
            most=amount(MAX_NUMBERS),
            advice=say(advice),
        )
        raise click.UsageError(message)


def refuse_days(numbers: int, seconds: float, advice: str = SMALLER) -> None:
    """Refuse to begin what takes longer than a day.

    Args:
        numbers: in formulas.
        seconds: that they take.
        advice: what makes them fewer, marked for the catalogue.

    Raises:
        click.UsageError: it takes longer; the message has the estimate.
    """
    if seconds > MAX_SECONDS:
        message = say(
            "that is about {numbers} numbers in formulas, which would take about {time}; nothing "
            "is begun that takes more than a day. {advice}",
            numbers=amount(numbers),
            time=_time(numbers, seconds),
            advice=say(advice),
        )
        raise click.UsageError(message)


def _time(numbers: int, seconds: float) -> str:
    """Return the time that so many numbers take, or as many as are counted."""
    time = duration(seconds)
    return say("{time} or more", time=time) if numbers > COUNTED else time


def refuse_rows(times: int, epochs: int) -> None:
    """Refuse a table of samples that is too long to be worked out by hand, before it is read.

    Args:
        times: its rows times the weights of the network.
        epochs: how often they are worked out.

    Raises:
        click.UsageError: they are too many; the message has the estimate.
    """
    refuse_numbers(PER_WEIGHT * times * epochs)


def announce_table(size: "TableSize") -> None:
    """Say how long a table of samples takes to be read, if that is long."""
    seconds = size.rows * ROW_SECONDS + size.characters * CHARACTER_SECONDS
    if seconds > MAX_SILENT_SECONDS:
        says = say(
            "The table has about {n} rows; reading them takes about {time}.",
            n=amount(size.rows),
            time=duration(seconds),
        )
        announce(says)


def announce_marking(papers: int, quantities: int, processes: int) -> None:
    """Say how long a class takes to be marked, if that is long.

    Args:
        papers: of the class.
        quantities: that are asked for on each.
        processes: that mark at the same time.
    """
    seconds = papers * quantities * MARKING_SECONDS / min(processes, papers or 1)
    if seconds > MAX_SILENT_SECONDS:
        says = say(
            "{n} papers; marking them takes about {time} at most.",
            n=amount(papers),
            time=duration(seconds),
        )
        announce(says)


def announce_training(seconds: float, epochs: int, picture: float = 0) -> None:
    """Say how long a training takes, if that is long.

    Args:
        seconds: that the epochs take.
        epochs: how many there are at most.
        picture: seconds that the path of two weights takes behind them.

    Raises:
        click.UsageError: the picture takes longer than anybody waits for.
    """
    if picture > MAX_SECONDS:
        message = say(
            "the picture of --surface works out the error of all samples thousands of times, "
            "which would take about {time}; leave it out, or take fewer samples",
            time=duration(min(picture, COUNTED)),
        )
        raise click.UsageError(message)
    if seconds + picture > MAX_SILENT_SECONDS:
        says = say_many(
            "One epoch; this takes about {time}, and Ctrl-C ends it.",
            "Up to {epochs} epochs; this takes about {time} at most, and Ctrl-C ends it.",
            epochs,
            epochs=amount(epochs),
            time=duration(min(seconds + picture, COUNTED)),
        )
        announce(says)


def amount(number: int) -> str:
    """Return a number for a sentence.

    >>> amount(25_000), amount(10**400)
    ('25,000', '10^15 or more')
    """
    return say("10^15 or more") if number >= COUNTED else f"{number:,}"


def duration(seconds: float) -> str:
    """Return a time for a sentence, no more precise than an estimate is.

    >>> duration(8.4), duration(400), duration(30_000), duration(10**7)
    ('9 seconds', '7 minutes', '9 hours', '116 days')
    """
    for unit, words in (
        (86_400, later("{n} days")),
        (3600, later("{n} hours")),
        (60, later("{n} minutes")),
    ):
        if seconds >= 2 * unit:
            return say(words, n=f"{-(-seconds // unit):,.0f}")
    return say("{n} seconds", n=f"{-(-seconds // 1):.0f}")
