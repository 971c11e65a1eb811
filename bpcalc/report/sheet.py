"""A blank sheet of answers, or the filled one: to print, or to fill in and check as it is."""

from collections.abc import Iterable, Iterator, Sequence

from bpcalc.calc.lines import Calculation, Stage
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import digits_asked
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.rounding import Digits
from bpcalc.named_tuples import NamedTuple
from bpcalc.report.givens import taken_for_granted
from bpcalc.report.words import stage_title
from bpcalc.solution import Solution


class MarkedBy(NamedTuple):
    """Who marks a sheet that is filled in.

    Attributes:
        marker: with the rules of `check`.
        command: the words by which `check` marks the file of answers, without that file.
        code: of a version of an exam, which stands on the sheet; "" for none.
        at_once: whether a page of the sheet marks what is filled in; else it only collects.
    """

    marker: Marker
    command: str
    code: str = ""
    at_once: bool = True


class Sheet:
    """The quantities that are asked for, with or without their values.

    Attributes:
        solution: the worked exercise, with the digits that the sheet asks for.
        keys: what is asked for.
        filled: whether the values are put in.
        marked_by: who marks it; None where it does not matter.
    """

    def __init__(
        self,
        calculation: Calculation,
        keys: Iterable[Key],
        filled: bool,
        marked_by: MarkedBy | None = None,
    ) -> None:
        """Ask for these quantities."""
        self.solution = Solution(calculation)
        self.keys = set(keys)
        self.filled = filled
        self.marked_by = marked_by

    def notes(self) -> list[str]:
        """Return what was taken where the exercise leaves open which network it means."""
        return list(taken_for_granted(self.solution))

    def parts(self) -> Iterator[tuple[str, list[Key]]]:
        """Yield the headings of the sheet, each with its quantities."""
        for stage in self.solution.stages:
            keys = [line.key for line in stage.lines if line.key in self.keys]
            if keys:
                yield self._title(stage), keys

    def _title(self, stage: Stage) -> str:
        heading = stage.heading
        title = stage_title(heading, self.solution.exercise)
        if len(self.solution.exercise.samples) > 1 and heading.sample is not None:
            title = say("sample {sample}: {title}", sample=heading.sample, title=title)
        if self.solution.calculation.epochs > 1:
            epoch, batch = heading.epoch, None
            if epoch is not None:
                epoch, batch = self.solution.exercise.moment(epoch)
            if batch is not None:
                return say(
                    "epoch {epoch}, batch {batch}: {title}", epoch=epoch, batch=batch, title=title
                )
            title = say("epoch {epoch}: {title}", epoch=epoch, title=title)
        return title

    def name(self, key: Key) -> str:
        """Return the name under which a quantity is answered, its sample in it if it has one.

        Where there are several samples, that of the first one is written, too: nobody needs to
        know that a name without it means the first.
        """
        full = self.solution.spelling.full(key)
        if key.sample != 1 or len(self.solution.exercise.samples) < 2:
            return full
        name, _, when = full.partition("@")
        return f"{name}@s1{when}"

    def symbol(self, key: Key) -> str:
        """Return the symbol of a quantity, with sample and epoch where its name has them."""
        _, at, when = self.name(key).partition("@")
        return self.solution.spell(key) + at + when

    def value(self, key: Key) -> str:
        """Return what stands behind the name."""
        return self.solution.shown(self.solution[key]) if self.filled else ""

    def digits(self, keys: list[Key]) -> str:
        """Return the digits that are asked for, in words."""
        rounding = self.solution.exercise.rounding
        asked: dict[Kind | None, dict[Digits | None, None]] = {}
        for key in keys:
            digits = digits_asked(rounding, key.kind, self.solution[key].value)
            kind = None if key.kind in rounding.kept else key.kind
            asked.setdefault(kind, {})[digits] = None
        words = dict.fromkeys(_in_words([*each]) for each in asked.values())
        return "; ".join(filter(None, words))


def _in_words(asked: Sequence[Digits | None]) -> str:
    """Return the digits that are asked of quantities of one kind: of large ones, of small ones."""
    digits = asked[0]
    if digits is None:
        return ""
    if len(asked) > 1:
        return say("{n} decimals, {n} significant digits below 0.1", n=digits.count)
    if digits.significant:
        return say("{n} significant digits", n=digits.count)
    return say("{n} decimals", n=digits.count)
