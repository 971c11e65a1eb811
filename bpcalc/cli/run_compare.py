"""What `bpcalc compare` does, from the call to the report."""

from dataclasses import dataclass

import click

from bpcalc.cli import arguments
from bpcalc.cli import destination as place
from bpcalc.cli.rendering import Output, writes_unicode
from bpcalc.cli.sizes import announce_training
from bpcalc.cli.streams import release, tell
from bpcalc.errors import ExitCode
from bpcalc.exercise import presentations
from bpcalc.exercise.spec import Exercise
from bpcalc.experiments.runs import Planned, checked, run_all, seconds_of
from bpcalc.experiments.varying import left_out, plan, settings_of
from bpcalc.locale import say
from bpcalc.report import formats
from bpcalc.report.compared_runs import of_comparison
from bpcalc.training.trainer import Run

EPOCHS = 1000
"""Epochs where neither the command line nor the exercise says."""


@dataclass(frozen=True, slots=True)
class CompareCall:
    """The options of one call, as on the command line."""

    vary: tuple[str, ...]
    epochs: int | None
    until: float | None
    shuffle: bool
    seed: int
    jobs: int | None
    engine: str | None
    format_name: str | None
    output: str | None
    width: int | None
    in_ascii: bool


def run_compare(name: str | None, call: CompareCall) -> ExitCode:
    """Train an exercise with several settings and report; return the exit code.

    Raises:
        BpcalcError: the exercise, a setting or a file is unusable.
        click.UsageError: likewise.
    """
    out = Output(call.format_name, call.output, call.width, call.in_ascii)
    if not call.vary:
        says = say("what differs? Write for example {example}", example=EXAMPLE)
        raise click.UsageError(says)
    out.check(name, report="comparison")
    exercise = arguments.read_exercise(name)
    planned = checked([Planned(*each) for each in plan(exercise, call.vary)])
    varied = [settings_of(words)[0].name for words in call.vary]
    for setting, line in left_out(exercise, varied):
        tell(
            say(
                "`{line}` of the exercise is left out where `{setting}` is another one",
                line=line.replace("\n", " "),
                setting=setting,
            )
        )
    run = _run(exercise, call)
    seconds = sum(seconds_of(each.exercise, run, call.engine) for each in planned)
    announce_training(seconds, run.epochs)
    release()
    runs = run_all(planned, run, call.engine, call.jobs)
    for each in runs:
        if each.training is None:
            tell(say("{name}: {reason}", name=each.label, reason=each.problem_says))
    chosen = out.chosen
    unicode = writes_unicode(chosen, call.output, call.in_ascii)
    page = formats.Page(call.width or place.width(), place.colours(call.output))
    document = of_comparison(exercise, runs, page.width, unicode=unicode, until=run.until)
    text = chosen.write(document, page)
    if isinstance(text, str) and not unicode:
        text = place.in_ascii(text)
    place.write_output(text, call.output, chosen.encoding, chosen.ownership)
    if all(each.training is None for each in runs):
        return ExitCode.UNUSABLE
    reached = any(each.training and each.training.stopped == "until" for each in runs)
    return ExitCode.MISSED if run.until and not reached else ExitCode.RIGHT


EXAMPLE = "--vary learning_rate=0.1,0.5,1"


def _run(exercise: Exercise, call: CompareCall) -> Run:
    """Return how long each run goes on: the command line wins over the exercise."""
    until = call.until
    if until is None and exercise.until is not None:
        until = float(exercise.until.value)
    asked, rest = presentations.asked(exercise, call.epochs)
    epochs = EPOCHS if asked is None else asked
    if epochs > MOST_COMPARED_EPOCHS:
        says = say("at most {most} epochs are run", most="10^9")
        raise click.BadParameter(says, param_hint="'--epochs'")
    return Run(epochs, until, call.shuffle, call.seed, rest=rest)


MOST_COMPARED_EPOCHS = 10**9
"""More of them, several times over, are nobody's experiment."""
