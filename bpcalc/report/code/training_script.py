"""The script of a training run, tried before it is handed out."""

from bpcalc.calc.calculate import calculate
from bpcalc.errors import CalculationError, OutputError
from bpcalc.locale import say
from bpcalc.report.code.accuracy import RunAccuracy
from bpcalc.report.code.languages import PLAIN_SCRIPT, CodeLanguage
from bpcalc.report.code.loop import TrainingLoop, one_by_one
from bpcalc.report.training import told_epochs
from bpcalc.training.following import doubts_of
from bpcalc.training.result import at_state
from bpcalc.training.trainer import Training

MAX_RATES = 100_000
"""Learning rates of single epochs that a script lists at most."""

MAX_TRIED = 20_000_000
"""Lines that are worked to see whether a script agrees: some seconds."""


def training_script(training: Training, language: CodeLanguage) -> str:
    """Return a script that trains as this run did, and checks the errors and what was learnt.

    Raises:
        OutputError: the run was one that no plain loop makes; the sentence says why.
    """
    if says := why_no_loop(training):
        raise OutputError(says)
    accuracy, doubts = _accuracy(training), doubts_of(training, told_epochs(training))
    _try(TrainingLoop(training, PLAIN_SCRIPT, accuracy, doubts))
    return "\n".join(TrainingLoop(training, language, accuracy, doubts).lines()) + "\n"


def _accuracy(training: Training) -> RunAccuracy:
    """Return what the checks allow, from the first epoch and from one that follows the last."""
    first = calculate(training.problem.exercise, 1)
    try:
        last = calculate(at_state(training.problem, training.after), 1)
    except CalculationError:  # it diverges
        last = first
    return RunAccuracy(first, last, training.epochs)


def _try(plain: "TrainingLoop") -> None:
    """Run the script in plain Python, unless that takes long: what is handed out agrees.

    Raises:
        OutputError: it stops, as where an exponential overflows; the engines know other forms.
    """
    if plain.length * plain.epochs > MAX_TRIED:
        return
    code = compile("\n".join(plain.lines()), "<training script>", "exec")
    try:
        exec(code, {"print": lambda *_: None})  # its text is ours: names, formulas and numbers
    except AssertionError:
        says = say(
            "no script is written: in this run roundings grow, until two programs no longer agree; "
            "take fewer epochs"
        )
        raise OutputError(says) from None
    except (ArithmeticError, ValueError):
        says = say(
            "no script is written: in this run numbers go beyond what plain floats can do, and it "
            "would stop"
        )
        raise OutputError(says) from None


def why_no_loop(training: Training) -> str:
    """Return why no plain loop makes a run, "" if one does."""
    exercise = training.problem.exercise
    if not training.problem.taught:
        return say("without targets there is no error to print; `step` writes a script")
    if training.reordered and not one_by_one(exercise):
        return say(
            "a training script shuffles samples only where each has an update of its own, and "
            "nothing but the weights goes from one to the next; leave out --shuffle"
        )
    if exercise.schedule and training.epochs > MAX_RATES:
        return say("a script lists at most {most} learning rates", most=f"{MAX_RATES:,}")
    return ""
