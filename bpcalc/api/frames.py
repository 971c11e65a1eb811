"""Rows as a data frame of whatever library is there."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bpcalc.errors import MissingExtra


def frame(rows: Iterable[Mapping[str, object]]) -> Any:
    """Return rows as a data frame of pandas, else of polars.

    Raises:
        MissingExtra: neither is installed.
    """
    for package in ("pandas", "polars"):
        if find_spec(package) is not None:
            return import_module(package).DataFrame([*map(dict, rows)])
    raise MissingExtra("pandas", "frame")
