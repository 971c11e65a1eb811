"""How a training run ended, in sentences: why, what became of the error, and what to do."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from bpcalc.locale import in_a_row, say, say_many
from bpcalc.maths.held_digits import all_hold
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.report.numbers import shown_error, shown_float
from bpcalc.training.decimal_doubts import proven_epochs
from bpcalc.training.doubts import Doubts
from bpcalc.training.surely import lacks_digits, movement, told_rounding, uncertain
from bpcalc.training.trainer import STALL_EPOCHS, Checkpoint, Training

MAX_COUNTED = 10**9
"""Multiples beyond it are written with an exponent."""


class Ending:
    """The end of one run.

    Attributes:
        rounding: in which its numbers are told.
    """

    def __init__(self, training: Training, doubts: Doubts, until: float | None, saved: str) -> None:
        """Look at a run.

        Args:
            training: the run.
            doubts: how far its numbers may lie off.
            until: the error that was to be reached, None if none was named.
            saved: the file that has the exercise with the new weights, "" if there is none.
        """
        self._training = training
        self._doubts = doubts
        self._exercise = training.problem.exercise
        self._until = until
        self._saved = saved
        self.rounding = told_rounding(training, doubts)

    def reason(self) -> str:
        """Return why it ended."""
        training = self._training
        epochs = say_many("1 epoch", "{n} epochs", training.epochs)
        reasons = {
            "epochs": say_many("One epoch was run.", "All {n} epochs were run.", training.epochs),
            "until": say(
                "Stopped after {epochs}, because the error is low enough ({error}).",
                epochs=epochs,
                error=self._last,
            ),
            "interrupted": say(
                "Interrupted after {epochs}; the result so far.",
                epochs=epochs,
            ),
            "diverged": say(
                "Diverged after {epochs}: the error grew without bound. These are the "
                "last finite weights. Try a learning rate a tenth as large, or inputs scaled "
                "to about 1.",
                epochs=epochs,
            ),
        }
        reasons["stalled"] = self._stalled(epochs)
        reasons["limit"] = say("Stopped after {epochs}, as many as are run unasked.", epochs=epochs)
        if training.rest:
            samples = training.problem.shape.samples
            return say(
                "{total} presentations of a sample were run: {epochs}, and the first {n} of the "
                "next.",
                total=training.epochs * samples + training.rest,
                epochs=epochs,
                n=training.rest,
            )
        if self._perceptron and training.stopped == "until":
            return say(
                "Stopped after {epochs}: epoch {n} has no mistake.",
                epochs=epochs,
                n=training.epochs + 1,
            )
        return reasons[training.stopped]

    def _stalled(self, epochs: str) -> str:
        if self._stands_still:
            return say("Stopped after {epochs}: no weight changes any more.", epochs=epochs)
        return say(
            "Stopped after {epochs}: in {n} epochs the error has not fallen by a millionth.",
            epochs=epochs,
            n=f"{STALL_EPOCHS:,}",
        )

    @property
    def _perceptron(self) -> bool:
        """Whether weights change on mistakes only, so that none is the end of it."""
        return self._exercise.learning_rule.startswith("perceptron")

    def said_of_the_error(self) -> Iterator[str]:
        """Yield what became of the error, and the verdict."""
        if not self._training.problem.taught:
            yield say("There are no targets, so there is no error; the outputs were learnt from.")
        else:
            yield self.fall()
            yield self.verdict()
        if lacks_digits(self._training, self._doubts):
            yield said_of_missing_digits(self._training, self._doubts)
        if not self._doubts.followed:
            yield said_of_growth(self._doubts)
        proven = proven_epochs(self._training)
        if proven is not None:
            yield say(
                "From epoch {n} on the digits are not proven: what rounding adds may have grown "
                "into them.",
                n=proven + 1,
            )

    def verdict(self) -> str:
        """Return in one sentence how it ended, and what to do."""
        training = self._training
        before, after = training.errors_before.total, training.errors_after.total
        if self._perceptron and training.stopped != "diverged" and not self._until:
            if not after:
                return say("Verdict: no sample is mistaken any more.")
            return say(
                "Verdict: there is still a mistake; if there always is, no line tells the classes "
                "apart, or the learning needs more epochs."
            )
        moved = movement(training, self._doubts)
        if training.stopped == "diverged":
            return self._grown()
        if self._until:
            return self._with_target(self._until, grew=after > before)
        if moved is None:
            return say("Verdict: too little is known of the error to tell whether it fell.")
        if moved > 0:
            return self._grown()
        return self._without_target(fell=moved < 0)

    @staticmethod
    def _grown() -> str:
        return say("Verdict: the error grew; the learning rate may be too large.")

    def _with_target(self, until: float, *, grew: bool) -> str:
        """Return the verdict where an error was to be reached."""
        after, short = self._training.errors_after.total, short_error(until)
        if uncertain(self._training, self._doubts, until):
            return say(
                "Verdict: not known to be reached: too little is known of the error to tell it "
                "from {until}.",
                until=short,
            )
        if grew:
            return self._grown()
        if after <= until:
            return say("Verdict: reached, {until} was asked for.", until=short)
        above = say(
            "Verdict: not reached, the error is {times} times {until}",
            times=_multiple(after, until, self._doubts.at_end),
            until=short,
        )
        return above + self._advice()

    def _without_target(self, *, fell: bool) -> str:
        """Return the verdict where no error was to be reached, and it has not grown."""
        if fell and self._stands_still:
            return say(
                "Verdict: the error fell, and no weight changes any more: {cause}.",
                cause=self._standstill(),
            )
        if fell:
            return say("Verdict: the error fell; no error to be reached was named.")
        if self._stands_still:
            return say("Verdict: no weight changes: {cause}.", cause=self._standstill())
        return say("Verdict: the error is what it was, though weights change.")

    def _advice(self) -> str:
        training = self._training
        if self._stands_still:
            return say("; no weight changes any more: {cause}.", cause=self._standstill())
        if training.stopped == "stalled":
            return say("; the error no longer falls: try other weights or another learning rate.")
        n = 2 * training.epochs
        if self._saved:
            file = self._saved
            return say(
                "; go on with `--epochs {n}`, or with `bpcalc train {file}`.", n=n, file=file
            )
        return say("; go on with `--epochs {n}`, or from weights kept by `--save FILE`.", n=n)

    @cached_property
    def _stands_still(self) -> bool:
        """Whether the last epoch has changed no weight."""
        checkpoints = self._training.checkpoints
        return bool(checkpoints) and _same(checkpoints[-1])

    def _standstill(self) -> str:
        """Return why no weight changes, as far as that can be told."""
        if self._training.engine == "paper" and self._exercise.rounding.carry == "rounded":
            return say("with these digits every change is 0")
        if all(layer.activation.name == "identity" for layer in self._exercise.layers):
            return say("the gradient is 0, as at a minimum")
        return say("the units are saturated or inactive, or the error is at a minimum")

    def fall(self) -> str:
        """Return from what to what the error went."""
        fall = say(
            "The error went from {before} to {after}.",
            before=self.shown(self._training.errors_before.total, 0),
            after=self._last,
        )
        rule = self._training.problem.shape.rule
        if rule is None or rule.of_error:
            return fall
        return in_a_row(
            [fall, say("It only shows how far the outputs are off; delta is not its derivative.")]
        )

    def shown(self, error: float, epoch: float) -> str:
        """Return the error after an epoch, in the digits of it that are known."""
        return shown_error(error, self.rounding, self._doubts.errors[epoch])

    @property
    def _last(self) -> str:
        return self.shown(self._training.errors_after.total, max(self._doubts.errors))


def said_of_missing_digits(training: Training, doubts: Doubts) -> str:
    """Return why numbers of a run have fewer digits than were asked for."""
    if training.engine == "paper":
        return say("Where digits are missing, they are not proven.")
    if not doubts.followed:
        return say(
            "Where digits are missing, the roundings of floats may have reached them, which is "
            "assumed and was not looked at; `--engine paper` works in decimals."
        )
    return say(
        "Where digits are missing, the roundings of floats have reached them; `--engine paper` "
        "works in decimals."
    )


def said_of_growth(doubts: Doubts) -> str:
    """Return that a run was not followed, so that its digits may yet be made by roundings."""
    if doubts.ended:
        return say(
            "Whether roundings have grown into the digits that are printed is not known: looking "
            "at it takes two further runs, which Ctrl-C has kept from being finished."
        )
    return say(
        "Whether roundings have grown into the digits that are printed was not looked at, which "
        "takes two further runs; `--verify 1` does."
    )


def moment(training: Training, epoch: float) -> str:
    """Return when an error was looked at: after an epoch, or after some samples of the next."""
    if epoch <= training.epochs:
        return str(epoch)
    epochs, rest = training.epochs, training.rest
    return say_many("{epochs} + 1 sample", "{epochs} + {n} samples", rest, epochs=epochs)


def short_error(number: float) -> str:
    """Return a number as a user writes it.

    >>> short_error(1e-4), short_error(1e-9)
    ('0.0001', '1e-9')
    """
    return f"{number:g}".replace("e-0", "e-")


def _multiple(number: float, unit: float, doubt: float = 0.0) -> str:
    """Return how many times a unit a number is, in as many digits as anybody reads, or knows.

    >>> _multiple(0.5, 0.2), _multiple(0.3, 1e-4), _multiple(0.3, 1e-320)
    ('2.5', '3,000', '3.0e319')
    >>> _multiple(0.3, 1e-4, 0.001), _multiple(0.5, 0.2, 0.1)
    ('3.0e3', '2 ± 1')
    """
    times = Decimal(number) / Decimal(unit)  # no float may be so large
    rounding = Rounding(Digits(1) if times < 100 else Digits(0))
    if times >= MAX_COUNTED:
        rounding = Rounding(Digits(2, significant=True))
    if not all_hold(times, rounding, doubt / unit):
        return shown_float(times, rounding, doubt / unit)
    if times < 100:
        return f"{times:.1f}"
    return f"{times:,.0f}" if times < MAX_COUNTED else f"{times:.2g}".replace("e+", "e")


def _same(checkpoint: Checkpoint) -> bool:
    """Return whether an epoch has changed nothing."""
    return list(checkpoint.before) == list(checkpoint.after)
