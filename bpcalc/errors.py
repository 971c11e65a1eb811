"""Every error that bpcalc raises on purpose.

    BpcalcError            becomes one sentence on standard error and an exit code
    ├── ExerciseError      the exercise file cannot be used; lists every fault, with its place
    ├── AnswersError           a file of answers, or of a class, cannot be read or used
    ├── ModelError         a trained network cannot be made an exercise of
    ├── NotAQuantity       a name or key that this calculation does not have
    ├── CalculationError   a line has no finite value (ln 0, a number beyond all bounds)
    ├── ArgumentError      what a function of Python was given is nothing that it takes
    ├── MissingExtra       what was asked for needs a package that is not installed
    └── OutputError        the result is right but could not be written where it was asked for

Anything else that escapes is a bug of ours and keeps its traceback.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple


class ExitCode(IntEnum):
    """What a shell script learns from bpcalc."""

    RIGHT = 0
    MISTAKES = 1
    UNUSABLE = 2
    MISSED = 3
    INTERRUPTED = 130


class BpcalcError(Exception):
    """An error whose message is written for the person at the keyboard."""

    exit_code = ExitCode.UNUSABLE


class Fault(NamedTuple):
    """One thing wrong with a file: where it stands and a sentence about it.

    Attributes:
        file: the file as the user named it; `-` is standard input.
        line: counted from 1; 0 where it is the file as a whole that is wrong.
        column: counted from 1, in characters.
        says: what was expected, what was found, what to do.
    """

    file: str
    line: int
    column: int
    says: str

    def __str__(self) -> str:
        """Spell the fault the way compilers do, so that editors can jump to it.

        >>> str(Fault("xor.yaml", 3, 9, "expected a number, found `O.5`"))
        'xor.yaml:3:9: expected a number, found `O.5`'
        >>> str(Fault("xor.yml", 0, 0, "there is no such file"))
        'xor.yml: there is no such file'
        """
        if not self.line:
            return say("{file}: {reason}", file=self.file, reason=self.says)
        return f"{self.file}:{self.line}:{self.column}: {self.says}"


class ExerciseError(BpcalcError):
    """The exercise cannot be used; `faults` has every reason, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message is one line for each."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class AnswersError(BpcalcError):
    """A file of answers, or of a class, cannot be read or used."""


class OtherNotation(AnswersError):
    """A file of answers is a page of bpcalc in another notation than that of the exercise.

    Attributes:
        notation: the name of that notation.
    """

    def __init__(self, message: str, notation: str) -> None:
        """Keep the notation."""
        super().__init__(message)
        self.notation = notation


class ModelError(BpcalcError):
    """A trained network cannot be read, or cannot be made an exercise of."""


class NotAQuantity(BpcalcError, KeyError):
    """A name or key was asked for that this calculation does not have."""

    __str__ = Exception.__str__  # KeyError would print the message in quotation marks


class ArgumentError(BpcalcError, ValueError):
    """What a function was given is nothing that it takes."""


class CalculationError(BpcalcError, ArithmeticError):
    """A line of the calculation has no finite value."""


class MissingExtra(BpcalcError, ImportError):
    """What was asked for needs a package that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        """Say which package it is, and how to install it: as an extra of bpcalc."""
        message = say(
            "this needs the package {package}, which is not installed; "
            "run: pip install 'bpcalc[{extra}]'",
            package=package,
            extra=extra,
        )
        super().__init__(message)


class OutputError(BpcalcError, OSError):
    """The output could not be written; what stood there before is untouched."""

    __str__ = Exception.__str__


def reason(error: OSError) -> str:
    """Return why the operating system refused.

    >>> reason(PermissionError(13, "Permission denied"))
    'Permission denied'
    """
    return say(error.strerror or str(error))


@contextmanager
def interrupts_unwrapped() -> Iterator[None]:
    """Let Ctrl-C that another error wraps go on as Ctrl-C.

    Python 3.11 wraps whatever `__set_name__` raises while a class is made in a RuntimeError, and
    libraries wrap what comes up while they import in errors of their own.
    """
    try:
        yield
    except Exception as error:
        if _wraps_an_interrupt(error):
            raise KeyboardInterrupt from None
        raise


def _wraps_an_interrupt(error: BaseException) -> bool:
    """Return whether an error stands for Ctrl-C.

    An error of bpcalc or of the system that comes up while Ctrl-C is being answered is told, as
    where what has been trained so far cannot be saved; there, Ctrl-C is only its context.
    """
    told = isinstance(error, BpcalcError | OSError)
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, KeyboardInterrupt):
            continue
        behind = (one.__cause__,) if told else (one.__cause__, one.__context__)
        if any(isinstance(each, KeyboardInterrupt) for each in behind):
            return True
        waiting += [one.__cause__, one.__context__]
    return False
