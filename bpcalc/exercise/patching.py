"""New weights put into the text of an exercise file: only the numbers change.

Comments, blanks, names and the order of the keys stay as the user wrote them.
"""

from collections.abc import Iterator
from itertools import chain

from bpcalc.errors import BpcalcError
from bpcalc.exercise.decoding import decode
from bpcalc.exercise.layers_by_name import in_layer_order, with_layer_first
from bpcalc.exercise.name_table import other_names
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.parameters import parameters
from bpcalc.exercise.punctuation import with_ascii_signs
from bpcalc.exercise.reader import read
from bpcalc.exercise.scalars import is_null
from bpcalc.exercise.spec import NORM_NAMES, Exercise, Layer
from bpcalc.exercise.writer import net_norms_text, rate_text
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence, document
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple


class Edit(NamedTuple):
    """A stretch of the text, and what is to stand there."""

    start: int
    end: int
    text: str


def patched(source: bytes, file: str, exercise: Exercise) -> str:
    """Return the text of an exercise file with the weights and biases of another exercise.

    Args:
        source: the file's bytes, which must be an exercise.
        file: its name, for messages.
        exercise: the same exercise with other weights, and with previous changes if momentum
            is to go on from them.

    Raises:
        BpcalcError: the patched text does not read back to these numbers; nothing was written.
    """
    text = with_ascii_signs(decode(source).text).text
    root = document(text).root
    assert isinstance(root, YamlMapping)  # it has been read as an exercise
    keys = in_layer_order({key.text: node for key, node in root.pairs})
    edits = [*_weights(keys, exercise), *_biases(keys, exercise)]
    changes = keys.get("previous_changes")
    if changes is not None:
        edits.append(Edit(changes.start, changes.end, _listed(exercise.previous_changes or ())))
    edits += [
        Edit(keys[name].start, keys[name].end, net_norms_text(getattr(exercise, name)))
        for name in NORM_NAMES
        if name in keys
    ]
    if exercise.schedule:  # training goes on at the rate that it has come to
        rate = keys["learning_rate"]
        edits.append(Edit(rate.start, rate.end, rate_text(exercise)))
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    if changes is None and exercise.previous_changes:
        text = _with_key(text, "previous_changes", _listed(exercise.previous_changes))
    back = read(text.encode(), file).exercise
    if _learnt(back) != _learnt(exercise):
        says = say("{file}: the new weights cannot be put into this text; nothing saved", file=file)
        raise BpcalcError(says)
    return text


def _with_key(text: str, key: str, value: str) -> str:
    """Return the text of an exercise with one key more, which may be within braces."""
    root = document(text).root
    if text[root.start : root.start + 1] != "{":
        return text.rstrip("\n") + f"\n{key}: {value}\n"
    brace = text.rindex("}", root.start, root.end)
    before = text[:brace].rstrip()
    comma = "" if before.endswith(",") else ","
    return f'{before}{comma} "{key}": {value}{text[len(before) :]}'


def _learnt(exercise: Exercise) -> tuple[object, ...]:
    """Return what training changes."""
    norms = (exercise.batch_norm, exercise.layer_norm)
    return exercise.layers, exercise.previous_changes, exercise.schedule, norms


def _weights(keys: dict[str, Node], exercise: Exercise) -> Iterator[Edit]:
    node = keys["weights"]
    if isinstance(node, YamlMapping):
        yield from _by_name(node, exercise)
        return
    ways = [item.text for item in _scalars(keys.get("weight_rows"))] or ["to"]
    ways = ways * len(exercise.layers) if len(ways) == 1 else ways
    columns = [item.text for item in _scalars(keys.get("bias_column"))]
    for layer, way, matrix in zip(exercise.layers, ways, _items(node), strict=True):
        rows = _with_column(layer, columns[0] if columns else "none")
        for numbers, row in zip(
            zip(*rows, strict=True) if way == "from" else rows, _items(matrix), strict=True
        ):
            yield from _row(numbers, row)


def _with_column(layer: Layer, column: str) -> list[tuple[Number | None, ...]]:
    """Return the rows of a matrix, with the biases in it where the file has them there."""
    if column == "none" or layer.biases is None:
        return list(layer.weights)
    pairs = zip(layer.biases, layer.weights, strict=True)
    return [(bias, *row) if column == "first" else (*row, bias) for bias, row in pairs]


def _scalars(node: Node | None) -> list[Scalar]:
    items = () if node is None else _items(node)
    return [item for item in items if isinstance(item, Scalar)]


def _biases(keys: dict[str, Node], exercise: Exercise) -> Iterator[Edit]:
    node = keys.get("biases") or keys.get("thresholds")
    if isinstance(node, YamlMapping):
        yield from _by_name(node, exercise)
    elif isinstance(node, Scalar):
        yield from _row(
            exercise.layers[0].biases or (), YamlSequence((node,), node.start, node.end)
        )
    elif node is not None:
        for layer, entry in zip(exercise.layers, _items(node), strict=True):
            if layer.biases is not None:
                alone = YamlSequence((entry,), entry.start, entry.end)
                yield from _row(layer.biases, entry if isinstance(entry, YamlSequence) else alone)


def _by_name(node: YamlMapping, exercise: Exercise) -> Iterator[Edit]:
    """Yield the edits of weights or biases that stand under their names."""
    numbers = dict(_numbers(exercise))
    spelt = spelling(exercise)
    others = other_names(spelt)
    for name, given in node.pairs:
        # A weight with a name of its own has its number beside its places.
        parts = given.pairs if isinstance(given, YamlMapping) else ()
        value = next((part for key, part in parts if key.text == "value"), given)
        if not is_null(value):
            key = others.get(name.text)
            named = (key for key in numbers if name.text in spelt.form(key))
            key = next(named, None) or key or spelt.read(with_layer_first(name.text), numbers)
            number = numbers[key]
            yield from _row((number,), YamlSequence((value,), 0, 0))


def _numbers(exercise: Exercise) -> Iterator[tuple[Key, Number]]:
    graph = exercise.graph
    keys = chain.from_iterable(map(graph.parameters, graph.layers))
    yield from zip(keys, parameters(exercise), strict=True)


def _row(numbers: tuple[Number | None, ...], node: Node) -> Iterator[Edit]:
    for number, scalar in zip(numbers, _items(node), strict=True):
        if number is not None:  # what is not connected stays so
            yield Edit(scalar.start, scalar.end, number.text)


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, YamlSequence) else (node,)


def _listed(numbers: tuple[Number, ...]) -> str:
    return f"[{', '.join(number.text for number in numbers)}]"
