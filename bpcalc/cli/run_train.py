"""What `bpcalc train` does, from the call to the report."""

import json
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bpcalc.calc.calculate import calculate
from bpcalc.cli import arguments, destination, patience
from bpcalc.cli.epoch_bar import interruptible, progress_of
from bpcalc.cli.numbers import note_unusual
from bpcalc.cli.rendering import (
    TakenOption,
    check_size,
    check_taken,
    check_writes,
    keep_apart,
    ready,
    writes_unicode,
)
from bpcalc.cli.sizes import announce_training, estimated, judge_work
from bpcalc.cli.streams import release, tell
from bpcalc.cli.verifying import looked_into, looking_cost, verify
from bpcalc.errors import ExitCode
from bpcalc.exercise import presentations
from bpcalc.exercise.given_quantities import refuse_given
from bpcalc.exercise.patching import patched
from bpcalc.exercise.scalars import whole_number
from bpcalc.exercise.sources import Source
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import enumerated, say
from bpcalc.notation.writing import ASCII, UNICODE
from bpcalc.report import formats, training_data
from bpcalc.report.document import Document
from bpcalc.report.layout import of_solution
from bpcalc.report.ownership import (
    KnownColumns,
    Members,
    Ownership,
    Signed,
    comment,
    is_history,
)
from bpcalc.report.plot import drawn
from bpcalc.report.training import of_training
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts
from bpcalc.training.engine_choice import choose, look_cost, run_cost
from bpcalc.training.problem import Problem, hindrance
from bpcalc.training.result import at_epoch, at_state
from bpcalc.training.surely import uncertain
from bpcalc.training.trainer import MAX_EPOCHS, MAX_SAMPLES, Interrupt, Run, Training
from bpcalc.training.trainer import train as run_training

SAVED = Signed(comment("# "))
"""How an exercise that was saved with new weights is known again."""

HISTORIES: dict[str, Ownership] = {
    ".csv": KnownColumns({"train": training_data.ERRORS_HEADER}, rows={"train": is_history}),
    ".json": Members({"train": training_data.ERRORS_HEADER}),
}
"""The suffixes of histories, and how these are known again."""

LOOKS_OF_A_REPORT = 3
"""So often is the error looked at besides: before, at the end of the run, and at the very end."""

SAMPLE_SECONDS = 8e-6
"""That the row of a sample takes in a report."""

MAX_UNTOLD_SECONDS = 1.0
"""Of an epoch; where one is longer, the first Ctrl-C is answered in a sentence."""

MOST_EPOCHS = 10**12
"""Nobody lives to see more of them."""

EPOCHS = 1000
"""Epochs where neither the command line nor the exercise says."""


@dataclass(frozen=True, slots=True)
class TrainCall:
    """The options of one call, as on the command line."""

    epochs: int | None
    presentations: int | None
    until: float | None
    every: int | None
    shuffle: bool
    seed: int
    save: str | None
    history: str | None
    show_steps: str | None
    engine: str | None
    verify: str | None
    plot: bool | None
    verbose: bool
    decimals: int | None
    significant: int | None
    carry: str | None
    ties: str | None
    format_name: str | None
    output: str | None
    width: int | None
    in_ascii: bool
    library: str | None
    regions: bool
    surface: str | None


def run_train(name: str | None, call: TrainCall) -> ExitCode:
    """Train an exercise and report; return the exit code, or leave with 130 if interrupted.

    Raises:
        BpcalcError: the exercise, the call or a file is unusable.
        click.UsageError: likewise.
    """
    format_name = arguments.chosen_format(call.format_name, call.output, report="training")
    check_writes(format_name, "training")
    if call.library and format_name != "python":
        raise click.UsageError(say("--with is for Python scripts only; add -o FILE.py"))
    _check_pictures(call, format_name)
    _check_table(call, format_name)
    ready(formats.find(format_name), call.output)
    source = arguments.read_source(name)
    exercise = arguments.with_rounding(
        source.reading.exercise, call.decimals, call.significant, call.carry, call.ties
    )
    _check_digits(exercise, call, format_name)
    _check(exercise, name, call)
    run = _run(exercise, call)
    steps = _epochs(call.show_steps, run.epochs, "--show-steps")
    problem = Problem.of(exercise)
    engine = choose(problem, run.epochs, call.engine)
    if engine.name == "paper" and (call.engine or exercise.rounding.carry == "rounded"):
        tell(_slower(exercise))
    _announce(problem, engine.name, run, call)
    release()
    slowest = "paper" if call.verify else engine.name  # which works every epoch that is compared
    long_epoch = run_cost(slowest, problem, 1) / 1e6 > MAX_UNTOLD_SECONDS
    interrupt = Interrupt(_tell_how_to_end if long_epoch else None)
    is_page = "layout" in formats.find(format_name).takes
    asked_for = call.verify is not None
    with interruptible(interrupt):
        with progress_of(run.epochs) as progress:
            training = run_training(problem, engine, run, progress=progress, interrupt=interrupt)
        training, doubts = looked_into(
            training, run, interrupt, every=call.every, named=call.engine, asked_for=asked_for
        )
        if training.engine != engine.name:
            tell(say("Floats lack digits at the end of this run; it was worked again in decimals."))
        if call.verbose:
            tell(say("Engine: {engine}", engine=training.engine))
        verified = verify(training, doubts, interrupt, asked_for=asked_for, reported=is_page)
    _save(training, source, call)
    reached = [step for step in steps if step <= training.epochs]
    if reached != steps:
        epochs = training.epochs
        tell(say("Training ended after {epochs} epochs; later ones are not shown.", epochs=epochs))
    report = _report(training, doubts, format_name, call, reached, run.until)
    ownership = formats.find(format_name).ownership
    destination.write_output(report, call.output, ownership=ownership)
    if training.stopped == "interrupted" or not verified:
        raise SystemExit(ExitCode.INTERRUPTED)
    # An error of 0 is never reached, and one that floats do not know is not known to be.
    reached_it = training.stopped == "until" and not uncertain(training, doubts, run.until)
    missed = bool(run.until) and not reached_it
    return ExitCode.MISSED if missed or training.stopped == "diverged" else ExitCode.RIGHT


def _announce(problem: Problem, engine: str, run: Run, call: TrainCall) -> None:
    """Say how long the run and what is told of it take, if that is long."""
    epochs = run.epochs + bool(run.rest)
    micro = run_cost(engine, problem, epochs) + LOOKS_OF_A_REPORT * look_cost(engine, problem)
    if call.verify:
        micro += looking_cost(problem, engine, epochs, len(run.checked))
    seconds = micro / 1e6 + SAMPLE_SECONDS * problem.shape.samples
    if call.regions:
        from bpcalc.training.landscape import regions_cost  # seldom wanted

        seconds += regions_cost(problem) / 1e6
    picture = 0.0
    if call.surface:
        from bpcalc.training.landscape import path_cost  # seldom wanted

        seconds += run_cost(engine, problem, run.epochs) / 1e6  # it is run once more
        picture = path_cost(engine, problem) / 1e6
    announce_training(seconds, epochs, picture)


def _tell_how_to_end() -> None:
    with suppress(RuntimeError):  # something else is just being written there
        tell(say("Ending after this epoch; Ctrl-C once more ends at once, without a result."))


def _check_pictures(call: TrainCall, format_name: str) -> None:
    """Refuse pictures where none, or only one of them, can be."""
    asked = [f"--{name}" for name in ("regions", "surface") if getattr(call, name)]
    if asked and format_name != "svg" and "layout" not in formats.find(format_name).takes:
        says = say(
            "{option} is a picture, and {format} has none; write to a terminal, or {names}",
            option=asked[0],
            format=format_name,
            names=enumerated([".html", ".md", ".pdf", ".svg"]),
        )
        raise click.UsageError(says)
    if len(asked) > 1 and format_name == "svg":
        says = say(
            "an SVG is one picture; leave out {one} or {other}", one=asked[0], other=asked[1]
        )
        raise click.UsageError(says)


def _check_table(call: TrainCall, format_name: str) -> None:
    """Refuse what is for pages, or for curves that are drawn in signs, where there are none."""
    asked: dict[str, TakenOption] = {
        "--every": ("layout", call.every is not None),
        "--show-steps": ("layout", bool(call.show_steps)),
        "--plot": ("curve", call.plot is True),
        "--no-plot": ("plot", call.plot is False),
        "--ascii": ("ascii", call.in_ascii),
    }
    check_taken(formats.find(format_name), asked, "training")


def _check_digits(exercise: Exercise, call: TrainCall, format_name: str) -> None:
    """Refuse digits of pages where numbers are written in full, unless they are calculated with."""
    if exercise.rounding.carry == "rounded":
        return
    asked: dict[str, TakenOption] = {
        f"--{name}": ("layout", getattr(call, name) is not None)
        for name in ("decimals", "significant", "ties")
    }
    check_taken(formats.find(format_name), asked, "training")


def _check(exercise: Exercise, name: str | None, call: TrainCall) -> None:
    """Refuse what cannot be trained, and files that would be lost."""
    if says := hindrance(exercise):
        raise click.UsageError(says)
    refuse_given(exercise, say("training"))
    if not exercise.has_targets and (call.until is not None or call.history):
        option = "--history" if call.until is None else "--until"
        raise click.UsageError(
            say("without targets there is no error; leave {option} out", option=option)
        )
    if call.shuffle and call.show_steps:
        raise click.UsageError(
            say("--show-steps shows epochs in the order of the exercise; leave --shuffle out")
        )
    keep_apart(name, call.output)
    keep_apart(name, call.history, "--history")
    if call.save == "":
        raise click.UsageError(say("{option} needs the name of a file", option="--save"))
    if call.history and Path(call.history).suffix.lower() not in HISTORIES:
        raise click.UsageError(say("--history writes .csv or .json files; name one of these"))
    _claim_all(call)


def _claim_all(call: TrainCall) -> None:
    """Make sure that all files may be written, before a long training rather than behind it."""
    files = [file for file in (call.output, call.save, call.history) if file]
    for place, file in enumerate(files):
        if any(os.path.realpath(file) == os.path.realpath(other) for other in files[:place]):
            raise click.UsageError(say("{file} is named twice; name two files", file=file))
    format_name = arguments.chosen_format(call.format_name, call.output)
    destination.claim_early(call.output, formats.find(format_name).ownership)
    destination.claim_early(call.save, SAVED)
    if call.history:
        destination.claim_early(call.history, _of_history(call.history))


def _of_history(file: str) -> Ownership:
    return HISTORIES[Path(file).suffix.lower()]


def _run(exercise: Exercise, call: TrainCall) -> Run:
    """Return how to train: the command line wins over the exercise."""
    until = call.until
    if until is None and exercise.until is not None:
        until = float(exercise.until.value)
    epochs, rest = _asked(exercise, call)
    endless = epochs is None and bool(until)
    if epochs is None:
        most = min(MAX_EPOCHS, max(1, MAX_SAMPLES // len(exercise.samples)))
        epochs = most if endless else EPOCHS
    if epochs > MOST_EPOCHS:
        says = say("at most {most} epochs are run", most="10^12")
        raise click.BadParameter(says, param_hint="'--epochs'")
    checked = frozenset(_epochs(call.verify, epochs, "--verify"))
    return Run(epochs, until, call.shuffle, call.seed, checked, endless, rest)


def _asked(exercise: Exercise, call: TrainCall) -> tuple[int | None, int]:
    """Return how many epochs are asked for, and how many samples of one more."""
    if call.presentations is not None and call.epochs is not None:
        says = say("--presentations and --epochs both say when to stop; leave one of them out")
        raise click.UsageError(says)
    if call.presentations is not None:
        if says := presentations.hindrance(exercise, call.presentations):
            raise click.BadParameter(says, param_hint="'--presentations'")
        return presentations.epochs_and_rest(exercise, call.presentations)
    return presentations.asked(exercise, call.epochs)


def _slower(exercise: Exercise) -> str:
    """Return why the decimals are used, which take a thousand times longer."""
    if exercise.rounding.carry == "rounded":
        return say("Every number is rounded as on paper; that is slower.")
    return say("Every number is worked in decimals; that is slower.")


def _epochs(text: str | None, epochs: int, option: str) -> list[int]:
    """Return the epochs that an option names."""
    steps = []
    for word in text.split(",") if text else []:
        step = whole_number(word.strip())
        if step is None or not 1 <= step < MOST_EPOCHS:
            message = say(
                "`{word}` is not the number of an epoch; write for example 1,2,1000", word=word
            )
            raise click.BadParameter(message, param_hint=f"'{option}'")
        note_unusual(option, word.strip(), step)
        steps.append(step)
        if step > epochs:
            message = say("epoch {step} is not reached in {epochs}", step=step, epochs=epochs)
            raise click.BadParameter(message, param_hint=f"'{option}'")
    return steps


def _save(training: Training, source: Source, call: TrainCall) -> None:
    """Write what the user asked to keep, each file at one stroke."""
    if call.history:
        content = (
            json.dumps(training_data.history(training), indent=1) + "\n"
            if call.history.lower().endswith(".json")
            else training_data.as_csv(training)
        )
        destination.write_output(content, call.history, ownership=_of_history(call.history))
    if call.save:
        trained = at_state(training.problem, training.after)
        text = patched(source.text, source.name, trained)
        # Their own text, sign for sign: nothing of it is cleaned.
        destination.write_output(text.encode(), call.save, ownership=SAVED)
        if call.save != "-" and not destination.is_written_into(call.save):
            tell(
                say(
                    "The new weights are in {file}; `bpcalc train {file}` goes on from there.",
                    file=call.save,
                )
            )


def _report(
    training: Training,
    doubts: Doubts,
    format_name: str,
    call: TrainCall,
    steps: list[int],
    until: float | None,
) -> str | bytes:
    chosen = formats.find(format_name)
    check_size(chosen, estimated(training.problem.exercise, len(steps)))
    judge_work(training.problem.exercise, len(steps))
    unicode = writes_unicode(chosen, call.output, call.in_ascii)
    page = formats.Page(call.width or destination.width(), destination.colours(call.output))
    page = page._replace(library=call.library or page.library)
    wanted = sys.stdout.isatty() and call.output is None if call.plot is None else call.plot
    plot = drawn(training.history.points, page.width, unicode=unicode) if wanted else ""
    saved = call.save if call.save and call.save != "-" else ""
    document = of_training(
        training, call.every, plot, unicode=unicode, until=until, saved=saved, doubts=doubts
    )
    if call.regions or call.surface:
        from bpcalc.report.training_figures import with_figures

        patience.begin()  # the bar of the epochs is gone
        names = re.split("[,，、]", call.surface) if call.surface else []
        names = list(map(str.strip, names))
        document = with_figures(
            document, training, page.width, show_regions=call.regions, surface=names
        )
    documents = [*(_worked(training, step, unicode) for step in steps), document]
    text = chosen.write_all(documents, page)
    return text if unicode or isinstance(text, bytes) else destination.in_ascii(text)


def _worked(training: Training, step: int, unicode: bool) -> Document:
    """Return the worked solution of one epoch, with the numbers as they stood then."""
    exercise = at_epoch(training.problem, training.engine, step)
    title = say("Epoch {epoch}", epoch=step)
    worked = calculate(replace(exercise, title=title))
    return of_solution(Solution(worked, UNICODE if unicode else ASCII, trained=step > 1))
