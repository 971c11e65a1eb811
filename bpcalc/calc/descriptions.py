"""Quantities named in plain words, for sentences that have no notation at hand."""

from bpcalc.locale import later, say
from bpcalc.maths.keys import Key, Kind

KIND_WORDS: dict[Kind, str] = {
    "input": later("input"),
    "target": later("target"),
    "learning_rate": later("learning rate"),
    "momentum": later("momentum"),
    "weight": later("weight"),
    "bias": later("bias"),
    "net": later("net input"),
    "out": later("output"),
    "error": later("error"),
    "total_error": later("total error"),
    "error_slope": later("error slope"),
    "slope": later("slope"),
    "delta": later("delta"),
    "weight_gradient": later("gradient of a weight"),
    "bias_gradient": later("gradient of a bias"),
    "weight_change": later("change of a weight"),
    "bias_change": later("change of a bias"),
    "new_weight": later("new weight"),
    "new_bias": later("new bias"),
}


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
    return say(KIND_WORDS[key.kind])
