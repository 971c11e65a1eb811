"""Names of weights whose first index is the unit that receives: w31 from unit 1 to unit 3.

So they stand in Rumelhart, Mitchell and Haykin; most notations that name both ends have the sender
first. Where one has the receiver first, it is the sender in names that are turned round. They are
turned only where they are none of a network otherwise: `w12` of two layers of two units is read as
it stands, and a line says what it connects. A weight keeps its name.
"""

from collections.abc import Mapping

from bpcalc.exercise.layers_by_name import with_layer_first
from bpcalc.exercise.unit_names import names_in_sentences
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.maths.keys import Key
from bpcalc.notation.layout import Layout, default_units
from bpcalc.notation.notations import Notation
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

BOTH_ENDS = pattern(
    r"(?P<front>[^\W\d_]+(?:[0-9]{1,2}(?=_))?)_?(?:(?P<one>[0-9])(?P<other>[0-9])"
    r"|\{?(?P<first>[0-9]{1,3})[_,](?P<second>[0-9]{1,3})\}?)"
)


def receiver_last(node: YamlMapping) -> YamlMapping | None:
    """Return a mapping in which weights have their two indices exchanged; None if none has two.

    Args:
        node: weights by name; biases may stand among them, which stay.
    """
    pairs = tuple((name._replace(text=_turned(name.text)), value) for name, value in node.pairs)
    texts = {name.text for name, _ in pairs}
    changed = any(
        now.text != old.text for (now, _), (old, _) in zip(pairs, node.pairs, strict=True)
    )
    return node._replace(pairs=pairs) if changed and len(texts) == len(pairs) else None


def names_receiver_first(notation: Notation) -> bool:
    """Return whether a notation names first the unit that receives, as z-a does.

    >>> from bpcalc.notation.notations import NOTATIONS
    >>> [name for name in ("ng", "fausett", "han-kamber") if names_receiver_first(NOTATIONS[name])]
    ['ng']
    """
    if notation.counts_units:  # unit 2 is an input, and unit 3 receives
        return False
    name = Spelling(notation, Layout(default_units((2, 2, 1)))).name(Key("weight", 1, 1, 2))
    return "".join(filter(str.isdecimal, name)).endswith("12")


def _turned(name: str) -> str:
    match = BOTH_ENDS.fullmatch(with_layer_first(name))
    if not match:
        return name
    front, one, other, first, second = match.groups()
    if one is None:
        return f"{front}_{second}_{first}"
    between = "_" if front[-1].isdigit() else ""
    return f"{front}{between}{other}{one}"


def with_places(
    keys: Mapping[str, Node], places: Mapping[str, Key], sizes: tuple[int, ...]
) -> Mapping[str, Node]:
    """Return the keys of a file with every weight at its place: {from: …, to: …, value: …}.

    Args:
        keys: of the whole file.
        places: what the names of weights stand for.
        sizes: of the layers.
    """
    node = keys["weights"]
    assert isinstance(node, YamlMapping)
    units = names_in_sentences(keys.get("units"), sizes)
    pairs: list[tuple[Scalar, Node]] = []
    for name, value in node.pairs:
        key = places[name.text]
        if key.kind == "weight":
            assert key.sender is not None
            assert key.receiver is not None
            ends = (units[end.layer][end.unit - 1] for end in (key.sender, key.receiver))
            texts = zip(("from", "to"), ends, strict=True)
            said: list[tuple[Scalar, Node]] = [
                (name._replace(text=word), name._replace(text=unit)) for word, unit in texts
            ]
            entries = (*said, (name._replace(text="value"), value))
            value = YamlMapping(entries, name.start, name.end)
        pairs.append((name, value))
    layers = tuple(Scalar(str(size), True, node.start, node.end) for size in sizes)
    return {
        "layers": YamlSequence(layers, node.start, node.end),
        **keys,
        "weights": node._replace(pairs=tuple(pairs)),
    }
