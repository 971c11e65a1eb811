"""Quizzes for learning platforms: one file a format, found by its name.

The module of a format declares it as its `FORMAT`. All of them write the same questions, see
`quiz.py` beside this folder; none of them decides what is right.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY
from typing import TYPE_CHECKING

from bpcalc.maths.entries import complete
from bpcalc.records import record
from bpcalc.report.folder import Folder, Format

if TYPE_CHECKING:  # the names of the formats must not cost the quizzes themselves
    from bpcalc.report.quiz import Quiz


@complete
@record
class QuizFormat(Format):
    """A format of quizzes.

    Attributes:
        write: (quizzes, one for each exercise) -> its text or bytes.
        seconds_per_number: that a number in a formula takes, with the results of the mistakes.
        seconds_per_link: that it takes besides for an answer that depends on another one.
        max_links: how many of them are written at most; None: any number.
    """

    _: KW_ONLY
    write: "Callable[[Sequence[Quiz]], str | bytes]"
    max_formula_numbers: int | None = 25_000
    seconds_per_number: float = 0.45e-3
    seconds_per_link: float = 0.0
    max_links: int | None = None


QUIZ_FOLDER: Folder[QuizFormat] = Folder(__name__, __path__)
"""The asked quantities as questions, with keys, tolerances and named mistakes."""
