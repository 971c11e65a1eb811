"""The sample and the epoch that a heading names, and to which the lines below it belong."""

from bpcalc.checking.reading.entries import Knows
from bpcalc.checking.reading.line_forms import (
    ALL_SAMPLES,
    COUNTED,
    EPOCH,
    NTH_SAMPLE,
    OF_ALL_GRADIENTS,
    SAMPLE,
)
from bpcalc.checking.reading.moments import counts_updates, updates_before
from bpcalc.checking.reading.quoting import AFTER_UPDATE
from bpcalc.checking.reading.sampled_names import is_told_by_others, of_sample


class WhenAbove:
    """Keeps of which sample and epoch the lines are."""

    def __init__(self, knows: Knows) -> None:
        """Know how well names are known."""
        self._knows = knows
        self._sample = self._epoch = ""
        self._from_0 = self._after = self._of_all = False

    def sample(self, number: str) -> None:
        """Take the number of a sample that stands alone in a line."""
        self._sample, self._of_all = str(COUNTED.find(number) + 1 or int(number)), False

    def heading(self, text: str) -> None:
        """Take a heading."""
        if text == OF_ALL_GRADIENTS:
            self._of_all = True
            return
        if ALL_SAMPLES.search(text):
            self._sample = ""
        if not self.moment(text) and (epoch := EPOCH.search(text)):
            self._sample, self._epoch = "", str(int(epoch[1] or epoch[2]))
            self._from_0 |= self._epoch == "0"
            self._after = self._of_all = False
        if sample := SAMPLE.search(text):
            self._sample, self._of_all = sample[1], False
        elif counted := NTH_SAMPLE.search(text):
            self.sample(counted[1])

    def moment(self, text: str) -> bool:
        """Take what a heading says of before or after the update; return whether it does."""
        updates = updates_before(text)
        if updates is None:
            return False
        self._after = updates > 0
        if not (self._after and self._epoch and not counts_updates(text)):
            self._epoch = str(updates or "")
        return True

    def names(self, name: str, *, moment: bool = True) -> tuple[str, str]:
        """Return a name with what headings above say; and what it is without one in doubt, or "".

        In doubt are headings of totals, and of a sample that there is not.

        Args:
            name: the name.
            moment: whether it may be of before or after the update; it is not that of a new weight.
        """
        full = self._name(name, moment=moment, totals=self._of_all)
        if not self._of_all:
            plain = full == name and self._epoch in ("", "1") and not _is_element(name)
            told = of_sample(name, self._sample, self._knows) if plain and self._sample else full
            return told, full if told != full else ""
        bare = self._name(name, moment=moment, totals=False)
        return full, bare if bare != full else ""

    def _name(self, name: str, *, moment: bool, totals: bool) -> str:
        if moment and self._after and "@" not in name and not _is_element(name):
            after = f"{name}{AFTER_UPDATE}"
            name = after if self._knows(after) >= max(self._knows(name) - 1, 1) else name
        sample, epoch = self._sample, self._epoch
        if epoch == "1" and not self._from_0:
            epoch = ""  # as if nothing of an epoch were said
        told = epoch and f"e{epoch}"
        if totals and "@" not in name and not _is_element(name):
            of_all = f"{name}@all{told}"
            if self._knows_at(of_all) >= max(self._knows(name), 1):
                return of_all
        when = (sample and f"s{sample}") + told
        if not when or "@" in name:
            return name
        full = f"{name}@{when}"
        if is_told_by_others(name, self._knows):
            return full
        if epoch and (self._knows(name) or _is_element(name)):
            of_all = f"{name}@{told}"
            return of_all if self._knows_at(of_all) > self._knows_at(full) else full
        known = self._knows(full) >= max(self._knows(name), 1)
        return full if known and not _is_element(name) else name

    def _knows_at(self, name: str) -> int:
        """Return how well a name is known; in epoch 0, it is that of the first, counted from 0."""
        return self._knows(f"{name[:-1]}1" if self._epoch == "0" else name)


def _is_element(name: str) -> bool:
    """Return whether a name is that of an element of an array; the [1] of z^[1] is a layer."""
    return "[" in name.replace("^[", "").replace("^{[", "")
