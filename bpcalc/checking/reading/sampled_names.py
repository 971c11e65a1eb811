"""What a file names with a sample, and what it then means by a name without one."""

from collections.abc import Iterable

from bpcalc.checking.reading.entries import Knows
from bpcalc.checking.reading.name_parts import names_sample
from bpcalc.checking.reading.placed_names import placed_name
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import NotAQuantity
from bpcalc.maths.keys import Key


def named_with_samples(names: Iterable[str], index: QuantityIndex) -> set[Key]:
    """Return the quantities that a file names for a sample, or for all of them."""
    if len(index.exercise.samples) < 2:
        return set()
    found = set()
    for name in filter(names_sample, names):
        try:
            found.add(index.find(name))
        except NotAQuantity:
            continue
    return found


def behind_named(keys: tuple[Key, ...], sampled: set[Key]) -> tuple[Key, ...]:
    """Return the readings of a name without a sample, after those that the file names."""
    if len(keys) < 2 or not sampled:
        return keys
    first = keys[0].timeless
    named = [key for key in sampled if key.timeless == first]
    if not named:
        return keys
    order = {key: (key.timeless != first, key in named, key.sample is None) for key in keys}
    return tuple(sorted(keys, key=order.__getitem__))


def of_sample(name: str, sample: str, knows: Knows) -> str:
    """Return a name below a sample as one of it; itself if that has no samples, or says which.

    Where there are several samples but not that one, the name says so, and whoever reads it tells.

    >>> known = {"net_h1": 2, "net_h1@s1": 2, "net_h1@s2": 2, "w1_new": 2}
    >>> [of_sample(name, "2", lambda each: known.get(each, 0)) for name in ("net_h1", "w1_new")]
    ['net_h1@s2', 'w1_new']
    >>> of_sample("net_h1", "9", lambda each: known.get(each, 0))
    'net_h1@s9'
    """
    if "@" in name or int(sample) == 0:  # counted from 0, it is the first
        return name
    told = f"{name}@s{sample}"
    if is_told_by_others(name, knows):
        return told
    return told if max(knows(told), knows(f"{name}@s2")) >= max(knows(name), 1) else name


def is_told_by_others(name: str, knows: Knows) -> bool:
    """Return whether other names on the sheet tell where a quantity is that has numbers behind it.

    A number that is raised beside another one can be no sample where that is said above.
    """
    placed = placed_name(name)
    if placed is None or not placed.kinds:
        return False
    raised = "^" in placed.shape and len(placed.numbers) > 1
    return raised or not knows(name)
