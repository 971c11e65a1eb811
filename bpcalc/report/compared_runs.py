"""What is shown of several runs of one exercise: their errors side by side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from bpcalc.calc.lines import Calculation
from bpcalc.exercise.spec import Exercise
from bpcalc.experiments.runs import ComparedRun
from bpcalc.locale import enumerated, say, say_many
from bpcalc.maths.rounding import Rounding
from bpcalc.maths.worked_float import exact_decimal
from bpcalc.notation.writing import ASCII, UNICODE
from bpcalc.report.document import Block, Document, Figure, Grid, Paragraph, Section
from bpcalc.report.drawing.curves import NamedCurve, curves_picture, within
from bpcalc.report.givens import picture, taken_for_granted
from bpcalc.report.numbers import shown_error
from bpcalc.report.plot import SIGNS, drawn_together
from bpcalc.report.training_data import record
from bpcalc.report.training_ending import moment, said_of_missing_digits, short_error
from bpcalc.report.words import head
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts, errors_at
from bpcalc.training.surely import lacks_digits, lowest_epoch, movement
from bpcalc.training.trainer import Training

OF_THE_ERROR = ("loss", "update", "batch_size", "penalty", "normalise")
"""Settings with which the error itself is another one."""


def of_comparison(
    exercise: Exercise,
    runs: Sequence[ComparedRun],
    width: int,
    *,
    unicode: bool = True,
    until: float | None = None,
) -> Document:
    """Return the report of several runs.

    Args:
        exercise: what was trained, with its own settings.
        runs: the runs, in their order.
        width: of the page, in characters.
        unicode: whether signs beyond ASCII may be written.
        until: the error that was to be reached, None if none was named.
    """
    told = replace(exercise, rounding=rounding_of_errors(exercise.rounding, runs))
    spelt = Solution(Calculation(told, 0, []), UNICODE if unicode else ASCII)
    return Document(
        spelt,
        [],
        list(_blocks(spelt, runs, width, until)),
        data=partial(_data, exercise, runs),
        table=partial(_rows, runs),
        runs=tuple(runs),
    )


def rounding_of_errors(rounding: Rounding, runs: Iterable[ComparedRun]) -> Rounding:
    """Return the digits in which errors of these runs are told: small ones keep more decimals."""
    errors = (
        exact_decimal(error)
        for run in runs
        if run.training
        for error in (run.training.errors_after.total, lowest(run)[0])
    )
    return rounding.keeping(("total_error", error) for error in errors if error.is_finite())


def curves_of(runs: Sequence[ComparedRun]) -> list[NamedCurve]:
    """Return the errors of the runs as curves, each named by its number and its settings."""
    return [
        NamedCurve(
            f"{number}: {run.label}",
            tuple((p.epoch, p.error) for p in run.training.history.points) if run.training else (),
            run.diverged,
        )
        for number, run in enumerate(runs, start=1)
    ]


def _blocks(
    spelt: Solution, runs: Sequence[ComparedRun], width: int, until: float | None
) -> Iterator[Block]:
    exercise = spelt.exercise
    yield Section(exercise.title or say("Comparison"), level=0)
    yield picture(spelt)
    yield from map(Paragraph, taken_for_granted(spelt))
    yield Section(say("Error curves"))
    curves = curves_of(runs)
    drawing = ""
    drawable = within(curves)
    if len(runs) <= len(SIGNS):
        drawing = drawn_together(drawable.curves, width, unicode=spelt.unicode)
        if drawing:
            drawing = "\n".join((drawing, *drawable.notes))
    words = say_many("The errors of 1 run.", "The errors of {n} runs.", len(runs))
    yield Figure(partial(curves_picture, curves), words, drawing)
    yield _table(spelt, runs)
    yield Section(say("Result"))
    yield from map(Paragraph, _sentences(spelt, runs))
    if until and not any(x.training and x.training.stopped == "until" for x in runs):
        short = short_error(until)
        yield Paragraph(say("No run came to an error of {until}, as was asked for.", until=short))


def _table(spelt: Solution, runs: Sequence[ComparedRun]) -> Grid:
    settings = [setting.name for setting in runs[0].settings]
    words = head(say("last error"), say("lowest error"), say("at epoch"), say("outcome"))
    epochs = {run.training.epochs for run in runs if run.training}
    cells = [_row(spelt, run) for run in runs]
    rows = [(str(n), *row) for n, row in enumerate(cells, start=1)]
    headers = (*head(say("run")), *settings, *head(say("epochs")), *words)
    listed = tuple(
        f"{n}: {run.label}: {_listed(row, len(settings))}"
        for (n, *row), run in zip(rows, runs, strict=True)
    )
    if len(epochs) < 2:  # what is the same everywhere is no column
        at = 1 + len(settings)
        headers = (*headers[:at], *headers[at + 1 :])
        rows = [(*row[:at], *row[at + 1 :]) for row in rows]
    return Grid(say("The runs"), headers, [*rows], listed)


def _listed(row: Sequence[str], settings: int) -> str:
    """Return how a run ended, for a page that is too narrow for a table."""
    epochs, last, _, _, how = row[settings:]
    if not last:
        return how
    return say("{outcome}, error {error} after epoch {n}", outcome=how, error=last, n=epochs)


def _row(spelt: Solution, run: ComparedRun) -> tuple[str, ...]:
    values = [setting.value for setting in run.settings]
    training = run.training
    if training is None:
        return (*values, "", "", "", "", run.problem_says)
    error, doubt, epoch = lowest(run)
    shown = partial(shown_error, rounding=spelt.exercise.rounding)
    return (
        *values,
        str(training.epochs),
        shown(training.errors_after.total, doubt=doubt_of(run)),
        shown(error, doubt=doubt),
        moment(training, epoch),
        how_it_ended(training, run.doubts),
    )


def how_it_ended(training: Training, doubts: Doubts | None) -> str:
    """Return in a word or two how a run ended."""
    words = {
        "until": say("reached"),
        "interrupted": say("interrupted"),
        "diverged": say("diverged"),
        "stalled": say("no longer fell"),
    }
    if training.stopped in words:
        return words[training.stopped]
    by = training.errors_after.total - training.errors_before.total
    return how_it_moved(movement(training, doubts) if doubts else by)


def how_it_moved(by: float | None) -> str:
    """Return in a word or two what became of an error that moved by so much; None: not known."""
    if by is None:
        return say("not known")
    if by > 0:
        return say("the error grew")
    return say("the error fell") if by < 0 else say("no change")


def doubt_of(run: ComparedRun, epoch: float | None = None) -> float:
    """Return how far an error of a run may lie off: after an epoch, None for at the end."""
    if run.doubts is None:
        return 0.0
    errors = run.doubts.errors
    return errors[max(errors) if epoch is None else epoch]


def lowest(run: ComparedRun) -> tuple[float, float, float]:
    """Return the lowest error of a run, how far it may lie off, and after how many epochs it was.

    That is the first epoch whose error may be the lowest, as far as is known.
    """
    training = run.training
    assert training is not None
    doubts = run.doubts.errors if run.doubts else {lowest_epoch(training): 0.0}
    told = [(error, doubts[at], at) for at, error in errors_at(training, doubts)]
    error, doubt, at = min(told, key=lambda each: each[0] + each[1])
    points = training.history.points
    return error, doubt, next((p.epoch for p in points if p.error <= error + doubt), at)


def _sentences(spelt: Solution, runs: Sequence[ComparedRun]) -> Iterator[str]:
    changes = {setting.name for run in runs for setting in run.settings}
    other = [name for name in OF_THE_ERROR if name in changes]
    ended = [run for run in runs if run.training and not run.diverged]
    if other:
        yield say(
            "With another {names} the error itself is another one: sizes of errors cannot be "
            "compared across these.",
            names=enumerated(other),
        )
    elif ended:
        yield from _best(spelt, ended)
    diverged = [run.label for run in runs if run.training and run.diverged]
    if diverged:
        yield say("Diverged: {runs}.", runs="; ".join(diverged))
    else:
        yield say("No run diverged.")
    for run in runs:
        if run.training is None:
            yield say("Not run to its end: {run}: {reason}", run=run.label, reason=run.problem_says)
    if any(run.training and run.training.history.thinned for run in runs):
        yield say("Of long runs not every error is kept.")
    known = [(run.training, run.doubts) for run in runs if run.training and run.doubts]
    yield from {said_of_missing_digits(*each): None for each in known if lacks_digits(*each)}
    yield from said_of_growth_in(runs)


def said_of_growth_in(runs: Sequence[ComparedRun]) -> Iterator[str]:
    """Yield a sentence with the runs that were not followed, if any was not."""
    unfollowed = [run.label for run in runs if run.doubts and not run.doubts.followed]
    if unfollowed:
        yield say(
            "Whether roundings have grown into the digits that are printed was not looked at; "
            "`train --verify 1` does, for one run: {runs}.",
            runs="; ".join(unfollowed),
        )


def _best(spelt: Solution, ended: Sequence[ComparedRun]) -> Iterator[str]:
    errors = [run.training.errors_after.total for run in ended if run.training]
    doubts = [doubt_of(run) for run in ended]
    told = list(zip(ended, errors, doubts, strict=True))
    _, least, doubt = min(told, key=lambda each: each[1] + each[2])
    best = [run.label for run, error, off in told if error - off <= least + doubt]
    shown = shown_error(least, spelt.exercise.rounding, doubt)
    yield say("Lowest error at the end: {error}, with {runs}.", error=shown, runs="; ".join(best))


def _data(exercise: Exercise, runs: Sequence[ComparedRun]) -> dict[str, object]:
    return {"title": exercise.title, "runs": list(map(run_record, runs))}


def run_record(run: ComparedRun) -> dict[str, object]:
    """Return what programs read of a run: its settings, and what `train` says of it."""
    found: dict[str, object] = {
        "label": run.label,
        "settings": {setting.name: setting.value for setting in run.settings},
        "diverged": run.diverged,
    }
    if run.training is None:
        return {**found, "problem": run.problem_says}
    return {**found, **record(run.training, run.doubts)}


def _rows(runs: Sequence[ComparedRun]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the runs as one table, the headings first: a column for each setting."""
    yield ("run", *(setting.name for setting in runs[0].settings), "epoch", "error")
    for run in runs:
        values = [setting.value for setting in run.settings]
        for point in run.training.history.points if run.training else ():
            yield (run.label, *values, str(point.epoch), repr(point.error))
