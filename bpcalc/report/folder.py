"""A folder of formats: found by walking it, so that a new one is a file.

A module of such a folder has `FORMAT`, which declares all that the program has to know of it:
which file suffixes ask for it, how its files are known again, what it can write, what it needs,
and how it writes.
"""

from collections.abc import Iterable
from dataclasses import KW_ONLY
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Generic, TypeVar

from bpcalc.errors import MissingExtra
from bpcalc.maths.entries import demand
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record
from bpcalc.report.ownership import Ownership


class Extra(NamedTuple):
    """A package that a format needs, and the extra of this one that brings it."""

    package: str
    extra: str


@record
class Format:
    """A format of files.

    Attributes:
        suffixes: of the files that ask for it; () where only its name does.
        ownership: how a command knows its own file again.
        encoding: of a file, where it is text.
        binary: whether it is bytes, and its signs do not depend on the encoding of the place.
        for_screen: whether it means anything on a screen.
        needs: what has to be installed for it.
        max_formula_numbers: how many numbers in formulas are written at most; None: any number.
        seconds_per_number: what writing one of them takes, where that is long.
    """

    _: KW_ONLY
    suffixes: tuple[str, ...]
    ownership: Ownership
    encoding: str = "utf-8"
    binary: bool = False
    for_screen: bool = True
    needs: tuple[Extra, ...] = ()
    max_formula_numbers: int | None = None
    seconds_per_number: float = 0.0

    def check_needs(self) -> None:
        """Make sure that what the format needs is installed.

        Raises:
            MissingExtra: it is not; the message has the command that installs it.
        """
        for package, extra in self.needs:
            if find_spec(package) is None:
                raise MissingExtra(package, extra)


AnyFormat = TypeVar("AnyFormat", bound=Format)


class Folder(Generic[AnyFormat]):
    """The formats of one package."""

    def __init__(self, package: str, path: Iterable[str]) -> None:
        """Look into the package of this name, which is in these folders."""
        self._package = package
        self._path = list(path)

    @cached_property
    def names(self) -> list[str]:
        """The names of all formats."""
        return sorted(module.name for module in iter_modules(self._path))

    def find(self, name: str) -> AnyFormat:
        """Return the format of this name, which must be one of `names`.

        Raises:
            IncompleteEntry: its module declares none.
        """
        module = import_module(f"{self._package}.{name}")
        demand("format", [name], {name} if hasattr(module, "FORMAT") else {}, "`FORMAT`")
        found: AnyFormat = module.FORMAT
        return found

    def by_suffix(self, suffix: str) -> str | None:
        """Return the name of the format that a file suffix such as `.json` asks for."""
        wanted = suffix.lower()
        return next((name for name in self.names if wanted in self.find(name).suffixes), None)

    @property
    def suffixes(self) -> list[str]:
        """All file suffixes that ask for a format."""
        return sorted(suffix for name in self.names for suffix in self.find(name).suffixes)
