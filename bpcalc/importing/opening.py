"""What every format of models needs: the bytes of a file, and the package that reads them."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bpcalc.errors import MissingExtra, ModelError, reason
from bpcalc.files import read_bytes
from bpcalc.locale import say

MAX_MODEL_BYTES = 200_000_000
"""Of a model file; a network that is calculated by hand has a few thousand."""


def contents(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        ModelError: it cannot be read, or is too large.
    """
    try:
        content = read_bytes(path, MAX_MODEL_BYTES)
    except OSError as error:
        says = say("{file} cannot be read: {reason}", file=path, reason=reason(error))
        raise ModelError(says) from None
    if len(content) > MAX_MODEL_BYTES:
        raise ModelError(too_large(path))
    return content


def too_large(path: Path) -> str:
    """Return the sentence for a model that is larger than any that is read."""
    return say("{file} is larger than 200 MB", file=path)


def unpacked(archive: ZipFile, name: str, path: Path) -> bytes:
    """Return a part of an archive, which may unpack to any size.

    Raises:
        ModelError: it is too large.
        KeyError: there is none.
    """
    if archive.getinfo(name).file_size > MAX_MODEL_BYTES:
        raise ModelError(too_large(path))
    return archive.read(name)


def need(package: str, extra: str) -> Any:
    """Return a package that a format needs.

    Raises:
        MissingExtra: it is not installed.
    """
    from importlib import import_module

    try:
        return import_module(package)
    except ImportError:
        raise MissingExtra(package, extra) from None
