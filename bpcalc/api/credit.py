"""The rules of credit: those of a call, over those that stand in the exercise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, cast

from bpcalc.calc.mistakes import usual_epochs
from bpcalc.checking.conventions import CONVENTIONS
from bpcalc.checking.marker import Marker
from bpcalc.checking.policy import GradingPolicy, policy_of
from bpcalc.checking.verdicts import Options
from bpcalc.errors import AnswersError
from bpcalc.exercise.scalars import written_number
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node
from bpcalc.locale import enumerated, in_language, say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FAMILIES, INFO, KINDS
from bpcalc.maths.rounding import Digits, Rounding


@dataclass(frozen=True, kw_only=True)
class Credit:
    """The rules of credit, as the options of `bpcalc check` have them.

    Attributes:
        epochs: how many are asked for; None: as many as `bpcalc check` asks for.
        decimals, significant: the digits asked for; None: as the exercise says.
        only: the kinds asked for, such as `["net", "delta"]`; None: all that the sheet has.
        follow: what a value earns that follows from wrong ones, from 0 to 1.
        form: what a value earns whose digits or rounding are at fault.
        mistake: what a known mistake earns.
        same_mistake: whether the same mistake costs a mark `each` time, or `once`.
        goal_pays: whether a right final value pays for the blank ones before it.
        accept: the conventions that pass, and no others; None: the usual ones.
        cut_off: whether digits may be cut off instead of rounded.
    """

    epochs: int | None = None
    decimals: int | None = None
    significant: int | None = None
    only: Sequence[str] | None = None
    follow: float = 1
    form: float = 1
    mistake: float = 0
    same_mistake: Literal["each", "once"] = "once"
    goal_pays: bool = False
    accept: Sequence[str] | None = None
    cut_off: bool = False

    def for_exercise(self, exercise: Exercise) -> "Credit":
        """Return these rules, and for those left as they are what the exercise says in `grading`.

        Raises:
            AnswersError: what it says means nothing.
        """
        told = dict(policy_in(exercise).credit)
        if self.decimals is not None or self.significant is not None:
            told = {name: text for name, text in told.items() if name not in _DIGITS}
        usual = Credit()
        found = {
            name: _converted(name, text)
            for name, text in told.items()
            if getattr(self, name) == getattr(usual, name)
        }
        return replace(self, **found)

    def marker(self, exercise: Exercise) -> Marker:
        """Return what marks the sheets of an exercise by these rules."""
        rounding = self._rounding(exercise.rounding)
        options = Options(
            rounding=rounding,
            follow=Decimal(str(self.follow)),
            form=Decimal(str(self.form)),
            mistake=Decimal(str(self.mistake)),
            same_mistake=self.same_mistake,
            goal_pays=self.goal_pays,
            cut_off=self.cut_off or rounding.ties == "down",
            accept=None if self.accept is None else _conventions(self.accept),
        )
        return Marker(exercise, self.epochs or usual_epochs(exercise), options)

    def asked(self, marker: Marker) -> list[Key]:
        """Return what is asked for.

        Raises:
            AnswersError: there is no such kind.
        """
        return marker.asked if self.only is None else marker.asked_of(_kinds(self.only))

    def _rounding(self, rounding: Rounding) -> Rounding:
        places = self.decimals if self.decimals is not None else self.significant
        if places is None:
            return rounding
        digits = Digits(places, significant=self.decimals is None)
        return replace(rounding, digits=digits, by_kind=MappingProxyType({}))


def policy_in(exercise: Exercise) -> GradingPolicy:
    """Return what an exercise says under `grading`."""
    if exercise.grading is None:
        return GradingPolicy()
    return policy_of(cast(Node, exercise.grading), lambda _: "grading")


_DIGITS = ("decimals", "significant")


def _refused(name: str, text: object, names: str) -> AnswersError:
    says = say("`{name}`: choose from {names}", name=str(text)[:40], names=names)
    return AnswersError(f"{name}: {says}")


def _share(text: str) -> float:
    found = written_number(text)
    share = Decimal(-1) if found is None else found.value
    if not 0 <= share <= 1:
        raise AnswersError(say("`{value}` is not a number from 0 to 1", value=text[:40]))
    return float(share)


def _flag(text: str) -> bool:
    return text.strip().lower() in ("true", "yes", "on", "1")


def _words(text: str | Sequence[str]) -> list[str]:
    if not isinstance(text, str):
        return list(text)
    for comma in "，、":
        text = text.replace(comma, ",")
    return [word.strip() for word in text.split(",") if word.strip()]


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("follow", "form", "mistake"), _share),
    **dict.fromkeys(("goal_pays", "cut_off"), _flag),
    **dict.fromkeys(("only", "accept"), _words),
}


def _converted(name: str, text: str) -> Any:
    """Return what an option is that stands as a text in an exercise."""
    if name in _READERS:
        return _READERS[name](text)
    if name == "same_mistake":
        if text not in ("each", "once"):
            raise _refused(name, text, enumerated(("each", "once")))
        return text
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise _refused(name, text, "0–100" if name in _DIGITS else "1–999")
    return int(text)


def _conventions(names: Sequence[str]) -> frozenset[str]:
    """Return conventions by their names; `none` stands for not a single one."""
    known = {convention.id for convention in CONVENTIONS} | {"none"}
    wanted = _words(names)
    for name in wanted:
        if name not in known:
            raise _refused("accept", name, enumerated(sorted(known)))
    return frozenset(wanted) - {"none"}


def _kinds(names: Sequence[str]) -> frozenset[Kind]:
    """Return kinds by their names and families, or by their Chinese words."""
    chinese = {in_language("zh", info.words): kind for kind, info in INFO.items()}
    kinds: set[Kind] = set()
    for name in _words(names):
        name = chinese.get(name, name)
        if name not in KINDS and name not in FAMILIES:
            raise _refused("only", name, enumerated((*FAMILIES, *KINDS)[:20]))
        kinds.update(FAMILIES.get(name, (cast(Kind, name),)))
    return frozenset(kinds)
