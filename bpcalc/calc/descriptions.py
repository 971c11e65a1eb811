"""Quantities named in plain words, for sentences that have no notation at hand."""

from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import words


def describe(key: Key) -> str:
    """Return what a quantity is and where.

    >>> describe(Key("net", 1, 2, None, 1, 1))
    'net input (layer 1, unit 2, sample 1, epoch 1)'
    """
    places = (
        say("layer {number}", number=key.layer) if key.layer is not None else "",
        say("unit {number}", number=key.unit) if key.unit is not None else "",
        say("sample {sample}", sample=key.sample) if key.sample is not None else "",
        say("epoch {epoch}", epoch=key.epoch) if key.epoch is not None else "",
    )
    where = say(", ").join(filter(None, places))
    return say("{quantity} ({where})", quantity=kind_word(key), where=where)


def kind_word(key: Key) -> str:
    """Return what kind of quantity it is."""
    return words(key.kind)
