"""How probable it is that all that a rule explains on a sheet is explained by coincidence."""

from collections.abc import Mapping
from itertools import islice
from math import comb, prod

from bpcalc.checking.candidates import Explained
from bpcalc.maths.keys import Key

SEARCHED = 24
"""So many wrong numbers of a family are searched for any rule; the rest for those found."""


class Chances:
    """The chances of coincidence on one sheet."""

    def __init__(self, explained: Mapping[Key, Explained]) -> None:
        """Look at what explains every number that is wrong by itself."""
        self._explained = explained
        self._evidence: dict[str, dict[Key, float]] = {}
        self._unlike: dict[str, int] = {}

    def joint(self, rule: str, key: Key) -> float:
        """Return the chance that all that a rule explains is explained by coincidence, about.

        Any rule may fit one number by coincidence; the same rule must then fit the others. What
        hangs on the same line that is not written is one piece of evidence, however many there
        are.
        """
        pieces = self._pieces(rule)
        found = self._explained[key]
        own = next(match for match in found.matches if match.rule.id == rule)
        rest = list(islice((share for at, share in pieces.items() if at != own.at), SEARCHED))
        chance = found.coincidence(own.rule.tier) * prod(rest)
        return min(1.0, chance * self._ways(rule, len(rest) + 1))

    def _ways(self, rule: str, explained: int) -> int:
        """Return in how many ways so many numbers are chosen from those that a rule would show in.

        That some of many agree with a rule by coincidence is no wonder.
        """
        if rule not in self._unlike:
            others = (one for one in self._explained.values() if rule not in one.shares)
            self._unlike[rule] = sum(rule in one.showing for one in others)
        return comb(explained + min(self._unlike[rule], SEARCHED), explained)

    def _pieces(self, rule: str) -> dict[Key, float]:
        """Return the pieces of evidence for a rule: how much of all numbers it gives, by line."""
        pieces = self._evidence.get(rule)
        if pieces is None:
            pieces = self._evidence[rule] = {}
            for found in self._explained.values():
                if rule in found.shares:
                    at = next(match.at for match in found.matches if match.rule.id == rule)
                    pieces[at] = min(found.shares[rule], pieces.get(at, 1.0))
        return pieces
