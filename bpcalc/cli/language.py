"""Which language a command line speaks: `--lang`, else what the environment asks for."""

import os
from collections.abc import Sequence
from itertools import pairwise

import click

from bpcalc.cli.encoding import can_write
from bpcalc.locale.preference import LANGUAGES, known, preferred

OPTION = click.Option(
    ["--lang"],
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="Language of all that is printed; else BPCALC_LANG or the locale says.",
)
"""Every command has it. Its value is read by `chosen`, before any text is needed."""


def chosen(arguments: Sequence[str]) -> str:
    """Return the language for a command line.

    A language that there is not is left to click, which refuses it.

    >>> chosen(["step", "mazur", "--lang", "zh"]), chosen(["--lang=en", "step"])
    ('zh', 'en')
    """
    asked = _asked(arguments)
    language = asked if asked in LANGUAGES else preferred(os.environ)
    # Here alone it is decided what becomes of Chinese where it cannot be written, as on a Western
    # Windows with its output redirected: English is better than a page of question marks.
    return language if language == "en" or can_write("中文，。") else "en"


def unknown(arguments: Sequence[str]) -> str:
    """Return what BPCALC_LANG says where that is no language there is and none else is asked for.

    >>> unknown(["step", "--lang", "zh"])
    ''
    """
    own = "" if _asked(arguments) else os.environ.get("BPCALC_LANG", "")
    return own if own.strip() and not known(own) else ""


def _asked(arguments: Sequence[str]) -> str:
    """Return the last value of `--lang`, "" if there is none."""
    found = ""
    for word, after in pairwise((*arguments, "")):
        if word == "--":
            break
        if word == "--lang":
            found = after
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found
