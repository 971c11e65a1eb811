"""The names that weights and biases have in a notation, and how a file's names are looked up."""

from dataclasses import replace

from bpcalc.exercise.layers_by_name import with_layer_first
from bpcalc.maths.keys import Key
from bpcalc.notation.spelling import Spelling, loose
from bpcalc.patterns import pattern


def as_looked_up(spelling: Spelling, name: str) -> str:
    """Return a name as it is looked up: as the notation writes it, without `_`; ω is a w."""
    told = loose(spelling.usual(with_layer_first(_index_bare(spelling, name))))
    return told.replace("ω", "w") if "ω" in told and not spelling.writes("ω") else told


INDEXED = pattern(r"([^\W\d_]+)_?(?:\{([0-9]{1,4}|[0-9],[0-9])\}|([0-9],[0-9]))")
"""A letter with an index in braces, or with those of two units and a comma between them."""


def _index_bare(spelling: Spelling, name: str) -> str:
    """Return w13 for w_{13}, and for w_1,3 where names tell both units."""
    match = INDEXED.fullmatch(name) if "," in name or "{" in name else None
    index = (match[2] or match[3]) if match else ""
    if not match or ("," in index and spelling.notation.counts_weights):
        return name
    return match[1] + index.replace(",", "")


def name_table(spelling: Spelling, keys: list[Key]) -> dict[str, Key]:
    """Return weights and biases by all their names."""
    table: dict[str, Key] = {}
    for key in (known := dict.fromkeys(keys)):
        table.setdefault(spelling.name(key), key)
        table.setdefault(spelling.symbol(key), key)
    for text, key in other_names(spelling).items():
        if key in known:
            table.setdefault(text, key)
    return table


def other_names(spelling: Spelling) -> dict[str, Key]:
    """Return further names: θ of a bias that is added, b of one that is subtracted, w0, b.

    `w0` is what the bias of a single unit is called, whose weights are w1, w2, …; so are those of
    a single output in a notation that names both ends, where w11 is the first.
    """
    layout = spelling.layout
    shared, own = bias_keys(layout.sizes)
    other = Spelling(spelling.notation, replace(layout, thresholds=not layout.thresholds))
    found: dict[str, Key] = {}
    for key in [*(key for layer in own for key in layer), *shared]:
        for text in other.form(key):
            found.setdefault(text, key)
    if spelling.notation.counts_weights and len(layout.sizes) == 2 and layout.sizes[-1] == 1:
        found.setdefault("w0", Key("bias", 1, 1))
    if layout.sizes[1:] == (1,):  # of a single unit, nobody counts the bias
        found.setdefault("b", Key("bias", 1, 1))
    if spelling.notation.counts_units:  # beside w14, the bias of unit 4 may be w04
        for key in (key for layer in own for key in layer):
            number = layout.units_before[key.layer or 0] + (key.unit or 0)
            found.setdefault(f"w0{number}", key)
            found.setdefault(f"b{number}", key)
    return found | _of_single_output(spelling)


def _of_single_output(spelling: Spelling) -> dict[str, Key]:
    """Return w1, w2, … and w0 for w11, w21, … and w01, where the output layer has one unit."""
    if len(spelling.layout.sizes) < 2 or not spelling.layout.sizes[-1]:
        return {}  # of a file that says too little about its layers
    last = len(spelling.layout.sizes) - 1
    keys = [Key("bias", last, 1)]
    keys += [Key("weight", last, 1, source + 1) for source in range(spelling.layout.sizes[-2])]
    names = {spelling.name(key): key for key in keys}
    others = {f"w{n}": names.get(spelling.usual(f"w{n}")) for n in range(len(names))}
    return {text: key for text, key in others.items() if key and text not in names}


def bias_keys(sizes: tuple[int, ...]) -> tuple[list[Key], list[list[Key]]]:
    """Return the keys of biases that layers share, and those of single units, by layer."""
    layers = range(1, len(sizes))
    own = [[Key("bias", layer, unit + 1) for unit in range(sizes[layer])] for layer in layers]
    return [Key("bias", layer) for layer in layers], own
