"""Why the numbers of a sheet are wrong, all of them looked at together.

One number alone may fit a wrong formula by coincidence. So a rule is judged by all the numbers it
would have touched: it is named for certain only if it gives most of those that are wrong and
contradicts none that is right; where its own siblings contradict it, it is "probably" at best.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from bpcalc.checking.candidates import NOTHING_FITS, Candidate, Explained
from bpcalc.checking.cells import Cell, rounded_at
from bpcalc.checking.chances import SEARCHED, Chances
from bpcalc.checking.diagnosis import Diagnosis, RuleBook
from bpcalc.checking.first_verdicts import Supposed
from bpcalc.checking.judging import SheetJudgement
from bpcalc.checking.of_the_pen import OfThePen
from bpcalc.checking.rates import fitted_rate
from bpcalc.checking.rounded_early import rounded_early
from bpcalc.checking.verdicts import Reason, Reasons, Sure, Suspicion, shown
from bpcalc.checking.zeros_left_out import half_meant
from bpcalc.maths.keys import Key

CERTAIN, PROBABLE = 0.01, 0.02
"""Chances of a coincidence up to which a rule is named: for certain, or as probable."""

FARTHER = 0.25
"""The share of these that is allowed for a mistake in a line left out, which may be in many places,
and for one that is met now and then and shows itself in one number."""

EXACT_PROBABLE = 0.15
"""The same where everything is exact in two digits, and a single rule fits."""

RULE_PROBABLE = 0.6
"""The same for what everybody does who learns by a rule: its short numbers are few, and alike."""

MIN_SIBLINGS = 2
"""So many lines must be wrong alike for one of their kind that is left out to be so, too."""

MOST_CLOSER = 200
"""So many wrong numbers are looked at again with what was left out before them rounded."""

MOST_ROUNDED = 8
"""So many numbers of a family are tried with any rule, and what was left out before rounded."""

WITNESSES = 12
"""So many right siblings are asked whether a rule would have touched them."""


Family = tuple[object, ...]
"""Lines that are worked alike: of one kind and layer."""


def family(key: Key) -> Family:
    """Return what a line belongs to; of updates, weights and biases are one."""
    kind = key.kind.replace("bias", "weight")
    return kind, key.layer


NO_FARTHER = 0.1
"""How near two formulas come, as a share of what a number reaches, that are one in other words."""


class Evidence:
    """What speaks for and against the rules, on one sheet."""

    def __init__(self, judged: SheetJudgement, cells: Mapping[Key, Cell], book: RuleBook) -> None:
        """Explain every number that is wrong by itself, each alone."""
        self._judged, self._cells = judged, cells
        self._diagnosis = Diagnosis(judged, book)
        self._pen = OfThePen(self._diagnosis, cells)
        self._roots = judged.roots
        self._families: dict[Family, list[Key]] = {}
        for key in self._roots:
            self._families.setdefault(family(key), []).append(key)
        self._explained: dict[Key, Explained] = {}
        for keys in self._families.values():
            self._explain(keys)
        self._fit_the_rate()
        self._support = self._counted_support()
        if self._look_farther():
            self._support = self._counted_support()
        if self._look_closer():
            self._support = self._counted_support()
        self._right: dict[Family, list[Key]] = {}
        for key, found in judged.judged.items():
            if found.verdict in ("right", "follow"):
                self._right.setdefault(family(key), []).append(key)
        self._against: dict[tuple[str, Family, Family], tuple[int, int]] = {}
        self._chances = Chances(self._explained)
        self._counted: dict[tuple[str, Family], int] = {}

    def _explain(self, keys: list[Key]) -> None:
        """Explain the numbers of a family: the first by any rule, the rest by what they share."""
        suspects: Counter[str] = Counter()
        for number, key in enumerate(keys):
            odd = self._diagnosis.odd(key, self._cells[key])
            only = None
            if number >= SEARCHED:
                only = {rule for rule, times in suspects.items() if 2 * times > SEARCHED}
            nothing = only is not None and not only
            found = NOTHING_FITS if nothing else self._diagnosis.explain(odd, only)
            self._explained[key] = found
            if number < SEARCHED:
                suspects.update(match.rule.id for match in found.matches)

    def _counted_support(self) -> Counter[str]:
        """Return how many numbers each rule explains."""
        matches = (match for found in self._explained.values() for match in found.matches)
        return Counter(match.rule.id for match in matches)

    def _look_farther(self) -> bool:
        """Look for what explains other numbers in the lines left out before each, too."""
        found = False
        for key, explained in self._explained.items():
            if not explained.matches or not self._hangs_on_blanks(key):
                continue
            own = max(self._support[match.rule.id] for match in explained.matches)
            known = {match.rule.id for match in explained.matches}
            only = {rule for rule, times in self._support.items() if times > own}
            only |= {rule for rule in self._told_of_siblings(key) if self._support[rule] == own}
            only -= known
            odd = self._diagnosis.odd(key, self._cells[key])
            more = self._diagnosis.explain(odd, only, farther=True) if only else NOTHING_FITS
            if more.matches:
                found = True
                self._explained[key] = explained.joined(more)
        return found

    def _told_of_siblings(self, key: Key) -> set[str]:
        """Return what explains wrong numbers like those left out before one."""
        written, parents = self._judged.world.written, self._judged.scheme.parents.get(key, ())
        kin = {family(parent) for parent in parents if parent not in written}
        alike = (other for one in kin for other in self._families.get(one, [])[:SEARCHED])
        return {rule for other in alike for rule in self._explained[other].shares}

    def _look_closer(self) -> bool:
        """Look for what explains other numbers, with the lines left out before each rounded."""
        found = False
        for key in islice(self._explained, MOST_CLOSER):
            if not self._is_open(key):
                continue
            only = {rule for rule, times in self._support.items() if times >= MIN_SIBLINGS}
            alike = self._families[family(key)][:SEARCHED]
            only |= {rule for other in alike for rule in self._explained[other].shares}
            odd = self._diagnosis.odd(key, self._cells[key])
            more = self._diagnosis.explain(odd, only, rounded=True) if only else NOTHING_FITS
            if more.matches:
                found = True
                self._explained[key] = more
        return self._look_at_all_rounded() or found

    def _look_at_all_rounded(self) -> bool:
        """Look for what explains all numbers of a family, with what is left out before rounded."""
        found = False
        for keys in self._families.values():
            if not MIN_SIBLINGS <= len(keys) <= MOST_ROUNDED or not all(map(self._is_open, keys)):
                continue
            each: list[Explained] = []
            rules: set[str] | None = None
            for key in keys:
                odd = self._diagnosis.odd(key, self._cells[key])
                each.append(self._diagnosis.explain(odd, rounded=True))
                rules = {*each[-1].shares} if rules is None else rules & each[-1].shares.keys()
                if not rules:
                    break
            if rules:
                found = True
                self._explained |= dict(zip(keys, [one.only(rules) for one in each], strict=True))
        return found

    def _is_open(self, key: Key) -> bool:
        """Return whether nothing explains a number, and something before it is left out."""
        explained = self._explained[key].matches or key in self._judged.hidden
        return not explained and self._hangs_on_blanks(key)

    def _hangs_on_blanks(self, key: Key) -> bool:
        """Return whether a line that leads to a number is not written."""
        parents = self._judged.scheme.parents.get(key, ())
        return any(parent not in self._judged.world.written for parent in parents)

    def _fit_the_rate(self) -> None:
        """Believe one wrong learning rate for all updates before any rule for a single one."""
        found = fitted_rate(self._judged, self._cells, self._roots)
        for key, explained in found.items():
            before = self._explained[key]
            matches = [m for m in before.matches if m.rule.id != "other_eta"]
            shares = {**before.shares, **explained.shares}
            chance = min(before.chance, explained.chance)
            self._explained[key] = Explained(
                [*matches, *explained.matches], chance, shares, showing=before.showing
            )

    def reasons(self) -> dict[Key, Reason]:
        """Return the reason for every number that is wrong by itself."""
        suspected = {key: self._suspicions(key) for key in self._roots}
        return {key: self._reason(key, suspected[key]) for key in self._roots}

    def supposed(self, reasons: Reasons) -> dict[Key, list[Supposed]]:
        """Return the mistakes in lines left out, by the first number that shows each."""
        found: dict[Key, list[Supposed]] = {}
        taken: set[Key] = set()
        for key in sorted(reasons, key=self._judged.scheme.place):
            named = shown(reasons[key].mistakes)
            match = self._match(key, named[0].rule) if named else None
            if match is None or not match.lines or key in self._judged.hidden:
                continue
            for blank, formula in match.lines:
                if blank not in taken:
                    taken.add(blank)
                    found.setdefault(key, []).append((blank, self._judged.world.value(formula)))
        return found

    def _match(self, key: Key, rule: str) -> Candidate | None:
        found = self._explained[key].matches
        return next((match for match in found if match.rule.id == rule), None)

    # rules -----------------------------------------------------------------------------------

    def _suspicions(self, key: Key) -> tuple[Suspicion, ...]:
        """Return what a number is suspected of, the best explanation first."""
        matches = self._explained[key].matches
        if not matches:
            return ()

        def place(match: Candidate) -> tuple[bool, int, bool, str]:
            support = self._support[match.rule.id]
            _, against = self._witnesses(match, family(key))
            return match.rule.mutual and support == 1, -support, against > 0, match.rule.tier

        ranked = sorted(matches, key=place)
        best = [match for match in ranked if place(match) == place(ranked[0])]
        found = []
        for match in ranked:
            chance = self._chances.joint(match.rule.id, key)
            certain: Sure = "possibly"
            if match in best:
                certain = self._certainty(match, key, chance, unique=len(best) == 1)
                if self._support[match.rule.id] == 1:
                    certain = self._pen.unless_simpler(match, key, certain)
            found.append(Suspicion(match.rule.id, match.formula, match.at, chance, certain))
        return self._with_as_good(found, ranked, key) if found[0].sure == "is" else tuple(found)

    def _with_as_good(
        self, found: list[Suspicion], ranked: list[Candidate], key: Key
    ) -> tuple[Suspicion, ...]:
        """Return suspicions, none of them for certain that another is as good as."""
        best = ranked[0]
        good = {match.rule.id for match in ranked[1:] if self._is_as_good(match, best, key)}
        farther = list(self._same_farther(best, key))
        if good or farther:
            good.add(best.rule.id)
            found = [one._replace(sure="probably") if one.rule in good else one for one in found]
        return (*found, *farther)

    def _same_farther(self, best: Candidate, key: Key) -> Iterator[Suspicion]:
        """Yield what is the same mistake in a line left out: the ½ squared, or a mean for a sum."""
        hidden = self._judged.hidden.get(key)
        hangs = self._hangs_on_blanks(hidden.at if hidden else key)
        if best.lines or self._support[best.rule.id] > 1 or not hangs:
            return
        known = {match.rule.id for match in self._explained[key].matches}
        odd = self._diagnosis.odd(key, self._cells[key])
        more = self._diagnosis.explain(odd, farther=True)
        for match in more.matches:
            rule = match.rule
            new = match.lines and rule.id not in known and rule.tier != "C"
            if new and abs(match.value - best.value) <= NO_FARTHER * float(odd.half):
                chance = more.coincidence(rule.tier)
                yield Suspicion(rule.id, match.formula, match.at, chance, "probably")

    def _is_as_good(self, match: Candidate, best: Candidate, key: Key) -> bool:
        """Return whether a rule gives the very numbers that one gives which seems certain."""
        rule = match.rule.id
        if self._support[rule] != self._support[best.rule.id]:
            return False
        rare = match.rule.tier == "C" or match.at != key
        chance = self._chances.joint(rule, key)
        if chance > CERTAIN * (FARTHER if rare else 1.0) or self._witnesses(match, family(key))[1]:
            return False
        certain = self._certainty(match, key, chance, unique=True)
        if self._support[rule] == 1:
            certain = self._pen.unless_simpler(match, key, certain)
        return certain != "possibly"

    def _certainty(self, match: Candidate, key: Key, chance: float, unique: bool) -> Sure:
        """Return how a rule may be worded."""
        rule, kin = match.rule.id, family(key)
        alike = self._alike(rule, kin)
        unexplained, contradicting = self._witnesses(match, kin)
        alone = self._support[rule] == 1
        if alone and match.rule.mutual:
            return "possibly"
        if unexplained >= alike or (alone and match.rule.tier == "C" and not unique):
            return "possibly"
        if self._is_as_in_siblings(key, rule):
            return "possibly"
        rare = alone and match.rule.tier == "C"
        share = FARTHER if rare or match.at != key else 1.0
        exact = unique and self._is_exact(key)
        if alone and unexplained + contradicting:
            limit = EXACT_PROBABLE if exact else CERTAIN * share
            return "probably" if chance <= limit else "possibly"
        if chance <= CERTAIN * share and unique and not (contradicting or rare):
            return "is"
        limit = EXACT_PROBABLE if exact else PROBABLE * share
        if exact and match.rule.tier == "A" and match.rule.under == "rule":
            limit = RULE_PROBABLE
        return "probably" if chance <= limit else "possibly"

    def _is_as_in_siblings(self, key: Key, rule: str) -> bool:
        """Return whether a line before it is left out that is wrong, otherwise, in its siblings."""
        scheme, world = self._judged.scheme, self._judged.world
        for parent in scheme.parents.get(key, ()):
            if parent in world.written:
                continue
            wrong = self._families.get(family(parent), [])[:SEARCHED]
            explained = sum(rule in self._explained[other].shares for other in wrong)
            if len(wrong) >= MIN_SIBLINGS and 2 * explained < len(wrong):
                return True
        return False

    def _is_exact(self, key: Key) -> bool:
        """Return whether a right number would have come out without rounding, in these digits.

        Zeros that were left out at the end are among them.
        """
        own, cell = self._judged.judged[key].own, self._cells[key]
        exponent = cell.exponent
        if exponent is None or not own.known or own.radius:
            return False
        hidden = key in self._judged.hidden
        if not hidden and half_meant(self._judged, key, own, cell.half) is not None:
            return True
        return own.centre == rounded_at(own.centre, exponent)

    def _alike(self, rule: str, kin: Family) -> int:
        """Return how many wrong numbers of a family a rule explains."""
        if (rule, kin) not in self._counted:
            wrong = self._families[kin]
            self._counted[rule, kin] = sum(rule in self._explained[k].shares for k in wrong)
        return self._counted[rule, kin]

    def _witnesses(self, match: Candidate, kin: Family) -> tuple[int, int]:
        """Return how many siblings speak against a rule: wrong ones otherwise, and right ones.

        Right ones are those of the line in which the mistake was made.
        """
        rule, place = match.rule.id, family(match.at)
        if (rule, kin, place) not in self._against:
            others = [k for k in self._families[kin] if rule not in self._explained[k].shares]
            right = self._right.get(place, [])[:WITNESSES]
            self._against[rule, kin, place] = (
                sum(self._would_show(rule, key) for key in others[:SEARCHED]),
                sum(self._touches(rule, key) for key in right),
            )
        return self._against[rule, kin, place]

    def _would_show(self, rule: str, key: Key) -> bool:
        """Return whether a rule would have been seen in a wrong number, or before it."""
        return rule in self._explained[key].showing or self._touches(rule, key)

    def _touches(self, rule: str, key: Key) -> bool:
        """Return whether a rule would have been seen in a number."""
        own = self._judged.judged[key].own
        half = self._judged.room(key, self._cells[key])
        return own.known and self._diagnosis.would_show(key, rule, own, half)

    # the rest --------------------------------------------------------------------------------

    def _reason(self, key: Key, mistakes: tuple[Suspicion, ...]) -> Reason:
        notes = self._judged.judged[key].notes
        cell = self._cells[key]
        if any(mistake.sure != "possibly" for mistake in mistakes):
            return Reason("mistake", mistakes, notes)
        if key in self._judged.hidden:
            return Reason("unexplained", mistakes, notes)
        right = self._right.get(family(key), [])[:WITNESSES]
        if rounded_early(self._judged, key, cell, right):
            return Reason("form", (), (*notes, "early"))
        alone = len(self._families[family(key)]) == 1  # nothing else of its kind is wrong
        if alone and (meant := self._pen.slip(key)):
            return Reason("slip", mistakes, (*notes, meant))
        return Reason("unexplained", mistakes, notes)
