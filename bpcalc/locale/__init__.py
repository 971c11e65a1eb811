"""The words. Every sentence a person reads passes through here, in English or Chinese.

The English sentence in the code is the key to the Chinese one, in the gettext catalogue
`zh/LC_MESSAGES/bpcalc.po`. `tools/catalogue.py` collects the sentences and compiles them.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from bpcalc.locale.cleaning import cleaned
from bpcalc.locale.preference import LANGUAGES, preferred

if TYPE_CHECKING:
    from bpcalc.locale.catalogue import Catalogue

DOMAIN = "bpcalc"
CATALOGUE_FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - pathlib takes longer to import than all of this

_language = ""
_catalogue: "Catalogue | None" = None


MAX_PART = 4000
"""Characters of a part that are printed; nobody reads the rest of a name of a million."""


def say(message: str, /, **parts: object) -> str:
    r"""Return the message in the user's language, with its parts filled in.

    Parts are foreign more often than not, so nothing in them reaches a terminal as a command.

    >>> say("expected {expected}, found {found}", expected="a number", found="`O.5`")
    'expected a number, found `O.5`'
    >>> print(say("there is no file {name}", name="a\x1b[2J"))
    there is no file a\x1b[2J
    """
    language()
    if _catalogue is not None and message:
        message = _catalogue.gettext(message)
    return message.format(**_fit(parts)) if parts else message


def enumerated(names: Iterable[str]) -> str:
    """Return names in a row, with the sign between them that the language has for it.

    >>> enumerated(["w5", "w6"])
    'w5, w6'
    """
    return ("、" if language() == "zh" else ", ").join(names)


def say_many(one: str, many: str, n: int, /, **parts: object) -> str:
    """Return the message for so many things, with `{n}` and its other parts filled in.

    >>> say_many("1 sample", "{n} samples", 1), say_many("1 sample", "{n} samples", 4)
    ('1 sample', '4 samples')
    """
    language()
    if _catalogue is not None:
        message = _catalogue.ngettext(one, many, n)
    else:
        message = one if n == 1 else many
    return message.format(n=n, **_fit(parts))


def _fit(parts: dict[str, object]) -> dict[str, object]:
    """Return the parts of a message, texts among them fit to be printed."""
    return {name: _fit_part(part) for name, part in parts.items()}


def _fit_part(part: object) -> object:
    if not isinstance(part, (str, os.PathLike)):
        return part
    text = str(part)
    return cleaned(text if len(text) <= MAX_PART else text[: MAX_PART - 1] + "…")


def later(message: str) -> str:
    """Return the message as it is: it stands in a table, and `say` is called when it is used."""
    return message


def in_a_row(sentences: Iterable[str]) -> str:
    """Return sentences one behind the other; in Chinese there is no blank between them."""
    return (" " if language() == "en" else "").join(sentences)


def language() -> str:
    """Return the language that is spoken; the first call settles it by the environment."""
    return _language or use(None)


def use(name: str | None) -> str:
    """Speak that language from now on; None: the one that the environment asks for.

    Args:
        name: `en` or `zh`.

    Returns:
        the language.

    Raises:
        ValueError: there is no such language.

    >>> import bpcalc.locale
    >>> before = bpcalc.locale.language()
    >>> bpcalc.locale.use("zh"), say("learning rate"), bpcalc.locale.use(before) == before
    ('zh', '学习率', True)
    """
    global _language, _catalogue
    name = name or preferred(os.environ)
    if name not in LANGUAGES:
        raise ValueError(f"no language {name!r}; there are {', '.join(LANGUAGES)}")
    if name != _language:
        _catalogue = None if name == LANGUAGES[0] else _loaded(name)
        _language = name
    return name


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = language()
    use(name)
    try:
        yield
    finally:
        use(before)


def in_language(name: str, message: str) -> str:
    """Return a message in a language, whichever is spoken.

    >>> in_language("zh", "learning rate"), in_language("en", "learning rate")
    ('学习率', 'learning rate')
    """
    if name == LANGUAGES[0]:
        return message
    catalogue = _catalogue if name == _language and _catalogue else _loaded(name)
    return catalogue.gettext(message)


@cache
def _loaded(name: str) -> "Catalogue":
    from bpcalc.locale.catalogue import Catalogue  # English needs none

    with open(f"{CATALOGUE_FOLDER}/{name}/LC_MESSAGES/{DOMAIN}.mo", "rb") as file:  # noqa: PTH123
        return Catalogue(file.read())


@contextmanager
def shared() -> Iterator[None]:
    """Let libraries that ask gettext themselves, as click does, find our catalogue meanwhile.

    gettext would look at the environment, and for the file, at every question, and read the file
    once more. So its answers are ours for a while: all its questions pass through two functions.
    """
    catalogue = _catalogue
    if catalogue is None:
        yield
        return
    import gettext

    one, many = gettext.dgettext, gettext.dngettext
    gettext.dgettext = lambda domain, message: catalogue.gettext(message)
    gettext.dngettext = lambda domain, msgid1, msgid2, n: catalogue.ngettext(msgid1, msgid2, n)
    try:
        yield
    finally:
        gettext.dgettext, gettext.dngettext = one, many
