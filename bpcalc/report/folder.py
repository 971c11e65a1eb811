"""A folder of modules that each write something: found by walking it, so that a new one is a file.

A module has `SUFFIXES`, the file suffixes that ask for it, and a function that writes. Those
whose files are not plain UTF-8 text say so with `ENCODING`, or with `BYTES` where they return
bytes; `FILE_ONLY` where these mean nothing on a screen. `NEEDS` names the packages of an extra:
pairs of what is imported and the extra that brings it. `MOST` is how many numbers in formulas are
written at most.
"""

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from bpcalc.errors import MissingExtra


class Folder:
    """The modules of one package."""

    def __init__(self, package: str, path: Iterable[str]) -> None:
        """Look into the package of this name, which is in these folders."""
        self._package = package
        self._path = list(path)

    @cached_property
    def names(self) -> list[str]:
        """The names of all modules."""
        return sorted(module.name for module in iter_modules(self._path))

    def find(self, name: str) -> ModuleType:
        """Return the module of this name, which must be one of `names`."""
        return import_module(f"{self._package}.{name}")

    def by_suffix(self, suffix: str) -> str | None:
        """Return the name of the module that a file suffix such as `.json` asks for."""
        wanted = suffix.lower()
        return next((name for name in self.names if wanted in self.find(name).SUFFIXES), None)

    @property
    def suffixes(self) -> list[str]:
        """All file suffixes that ask for a module."""
        return sorted(suffix for name in self.names for suffix in self.find(name).SUFFIXES)


def check_needs(module: ModuleType) -> None:
    """Make sure that what a module needs is installed.

    Raises:
        MissingExtra: it is not; the message has the command that installs it.
    """
    for package, extra in getattr(module, "NEEDS", ()):
        if find_spec(package) is None:
            raise MissingExtra(package, extra)
