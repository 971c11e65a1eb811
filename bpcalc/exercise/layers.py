"""What belongs to a layer besides its weights: biases and activation."""

from bpcalc.exercise.by_layer_name import refuse_layer_names
from bpcalc.exercise.collections import entries, read_items, so_many_numbers, wrong_length
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.flat_lists import MAX_SHOWN, refuse_column
from bpcalc.exercise.function_names import FunctionTable, read_function
from bpcalc.exercise.matrices import NOT_CONNECTED
from bpcalc.exercise.scalars import is_null, number
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.activations import (
    ABOVE_ZERO,
    ACTIVATIONS,
    ALIASES,
    AS_FORMULAS,
    PARAMETER_WORDS,
    WITH_PARAMETER,
    WITH_SWITCHES,
    Activation,
)
from bpcalc.maths.expr import Number
from bpcalc.named_tuples import NamedTuple


class DraftBiases(NamedTuple):
    """The biases of one layer as they stand there; a number that cannot be read is None."""

    node: Node
    numbers: tuple[Number | None, ...] | None
    shared: bool


def biases(page: SourceText, node: Node) -> list[DraftBiases] | None:
    """Return the biases of every layer; None, with a fault, if they are no list."""
    if isinstance(node, Scalar):
        return [_shared(page, node)]
    listed = read_items(page, node, say("a list with the biases of every layer, or biases by name"))
    return None if listed is None else [_biases(page, item) for item in listed]


def _shared(page: SourceText, node: Scalar) -> DraftBiases:
    expected = say("a number, a list of numbers or null")
    return DraftBiases(node, (number(page, node, expected),), shared=True)


def _biases(page: SourceText, node: Node) -> DraftBiases:
    if is_null(node):
        return DraftBiases(node, None, shared=False)
    if isinstance(node, Scalar):
        return _shared(page, node)
    if isinstance(node, YamlSequence) and refuse_column(page, node):
        return DraftBiases(node, (None,), shared=False)
    listed = read_items(page, node, say("a number, a list of numbers or null")) or ()
    read = [NOT_CONNECTED if is_null(item) else number(page, item) for item in listed]
    return DraftBiases(node, tuple(read), shared=False)


def fit_biases(
    page: SourceText,
    node: Node,
    read: list[DraftBiases],
    layers: int,
    sizes: tuple[int, ...] | None,
) -> None:
    """Compare the biases with the number of layers and their sizes."""
    if isinstance(node, Scalar) and read[0].numbers == (None,):
        return
    if len(read) != layers:
        _not_one_a_layer(page, node, read, layers, sizes)
    elif sizes is not None:
        for layer, entry in enumerate(read, start=1):
            size = sizes[layer]
            if _misfits(entry, size):
                expected = say(
                    "{numbers}, one for each unit of layer {layer}",
                    numbers=so_many_numbers(size),
                    layer=layer,
                )
                wrong_length(page, entry.node, expected, size)


def _misfits(entry: DraftBiases, size: int) -> bool:
    """Return whether a list of biases has the wrong length, and every number could be read."""
    values = entry.numbers or ()
    return bool(values) and not entry.shared and len(values) != size and None not in values


def _not_one_a_layer(
    page: SourceText,
    node: Node,
    read: list[DraftBiases],
    layers: int,
    sizes: tuple[int, ...] | None,
) -> None:
    expected = say("{entries}, one for each layer of weights", entries=entries(layers))
    hint = ""
    if layers == 1 and sizes is not None and sizes[1] == len(read):
        hint = say("; one bias per unit is a list in the list: [[…]]")
    elif sizes is not None and len(read) == sum(sizes[1:]):
        written = _by_units([entry.node for entry in read], sizes[1:])
        hint = say("; one bias per unit is written as {biases}", biases=written) if written else ""
    wrong_length(page, node, expected, layers, hint)


def _by_units(nodes: list[Node], sizes: tuple[int, ...]) -> str:
    """Return numbers, one for each unit, as one list a layer; "" if many, or no numbers."""
    texts = iter([node.text for node in nodes if isinstance(node, Scalar) and not is_null(node)])
    lists = [", ".join(text for _, text in zip(range(size), texts, strict=False)) for size in sizes]
    whole = all(isinstance(node, Scalar) and not is_null(node) for node in nodes)
    return f"[[{'], ['.join(lists)}]]" if whole and len(nodes) <= MAX_SHOWN else ""


def _own_activation(page: SourceText, keys: dict[str, Node]) -> Activation | None:
    from bpcalc.exercise.own_functions import read_activation  # seldom needed

    return read_activation(page, keys)


ACTIVATION_TABLE = FunctionTable(
    expected=lambda: say("an activation"),
    plain=ACTIVATIONS,
    with_parameter=WITH_PARAMETER,
    above_zero=ABOVE_ZERO,
    with_switches=WITH_SWITCHES,
    own=_own_activation,
    aliases=ALIASES,
    words=PARAMETER_WORDS,
    as_formulas=AS_FORMULAS,
)


class Chosen(NamedTuple):
    """An activation and where it stands."""

    node: Node
    activation: Activation | None


class Choices(NamedTuple):
    """The activations of the layers and where they stand.

    Attributes:
        node: of the whole value.
        each: one activation a layer; one for all of them if the value is no list.
    """

    node: Node
    each: list[Chosen]


def activations(page: SourceText, node: Node) -> Choices | None:
    """Return the activation of every layer, or the one of all layers."""
    if refuse_layer_names(page, node):
        return None
    nodes: tuple[Node, ...] | None = (node,)
    if isinstance(node, YamlSequence):
        nodes = read_items(page, node, say("an activation, or a list with one for each layer"))
    if nodes is None:
        return None
    return Choices(node, [Chosen(item, _activation(page, item)) for item in nodes])


def _activation(page: SourceText, node: Node) -> Activation | None:
    return read_function(page, node, ACTIVATION_TABLE)


def fit_activations(page: SourceText, read: Choices, layers: int) -> list[Chosen] | None:
    """Return one activation for each layer; None, with a fault, if there are more or fewer."""
    each = read.each if isinstance(read.node, YamlSequence) else read.each * layers
    if len(each) != layers:
        expected = say("{entries}, one for each layer of weights", entries=entries(layers))
        wrong_length(page, read.node, expected, layers)
        return None
    for hidden in dict.fromkeys(each[:-1]):
        if hidden.activation is not None and hidden.activation.whole_layer:
            says = say(
                "`{name}` is for the output layer only; write a list, such as [sigmoid, {name}]",
                name=hidden.activation.name,
            )
            page.fault(hidden.node, says)
    return each
