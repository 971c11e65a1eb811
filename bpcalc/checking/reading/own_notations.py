"""In which notation a file is that `bpcalc step` wrote: its symbols tell.

A name of one notation may be another quantity's in the next one: `O_5` is an output unit of one
network and a hidden one of another. So such a file is read in its own notation, or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import OtherNotation
from bpcalc.exercise.notation_choice import spelling, with_notation
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import OF_UNITS, KindRole, fellow
from bpcalc.notation.latex import latex
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

KNOWN = 0.8
"""The share of names on a page that are known in its notation; a page may have lines of its own."""

MOST_SPELT = 20_000
"""Lines of an exercise up to which all symbols are set, to be compared with those of a page."""

_PARAMETERS: tuple[Kind, ...] = ("weight", "bias")
_ROLES: tuple[KindRole, ...] = ("new", "gradient", "state")

FELLOWS: tuple[tuple[Kind, ...], ...] = (
    OF_UNITS,
    *(tuple(fellow(of, role) for role in _ROLES) for of in _PARAMETERS),
)
"""Kinds that a calculation has at the same place; some books leave out some of them."""

_BLANKS = pattern(r"[\s$]")

_Knows = Callable[[Spelling], float]
"""The share of the names of a file that a spelling knows."""


def is_in_own_notation(index: QuantityIndex, knows: _Knows) -> bool:
    """Return whether a file is in the notation of the exercise; False if it is in none.

    Raises:
        OtherNotation: it is in that of another book.
    """
    own = knows(index.own)
    if own == 1:
        return True
    shares = {
        name: knows(spelling(with_notation(index.exercise, name)))
        for name in NOTATIONS
        if NOTATIONS[name] is not index.own.notation
    }
    best = max(shares, key=lambda name: shares[name])
    if shares[best] <= own or shares[best] < KNOWN:
        return own >= KNOWN
    message = say(
        "this file is in the notation `{other}`, and the exercise in `{own}`: "
        "`--notation {other}` reads it",
        other=best,
        own=index.own.notation.name,
    )
    raise OtherNotation(message, best)


def share_of_names(found: Sequence[tuple[Key, str]], spelt: Spelling) -> float:
    """Return which share of quantities have their names on a file in a spelling."""
    return sum(name in spelt.form(key) for key, name in found) / max(1, len(found))


def set_symbols(keys: Iterable[Key], spelt: Spelling) -> dict[str, str]:
    """Return the names of quantities by their symbols in LaTeX; none that two have in common."""
    names: dict[str, set[str]] = {}
    for key in dict.fromkeys(k.timeless._replace(sample=k.sample and 1) for k in keys):
        symbol = bare_symbol(latex(spelt.boxes(key)))
        names.setdefault(symbol, set()).add(spelt.name(key))
    return {symbol: next(iter(found)) for symbol, found in names.items() if len(found) == 1}


def with_fellows(keys: Iterable[Key]) -> Iterator[Key]:
    """Yield quantities, and those in their places that books with other ways of working have."""
    for key in keys:
        yield key
        for kind in next((kinds for kinds in FELLOWS if key.kind in kinds), ()):
            yield key._replace(kind=kind)


def bare_symbol(text: str) -> str:
    r"""Return a symbol in LaTeX as it is compared.

    >>> bare_symbol(r"$\hat{y}_ 1$")
    '\\hat{y}_1'
    """
    return _BLANKS.sub("", text)
