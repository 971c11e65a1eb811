"""The normalisation of net inputs that a file asks for: over a batch, or over a layer."""

from collections.abc import Mapping

from bpcalc.exercise.collections import not_a, read_items, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import is_null, number
from bpcalc.exercise.spec import NORM_NAMES, Exercise
from bpcalc.exercise.yaml_nodes import Node, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.net_norms import NetNorm

KEYS = ("gamma", "beta", "epsilon")
USUAL_GAMMA, USUAL_BETA, USUAL_EPSILON = Number("1"), Number("0"), Number("1e-5")


def read_net_norms(page: SourceText, node: Node) -> tuple[NetNorm | None, ...] | None:
    """Return how each layer is normalised, None for one that is not.

    One number for γ or β, or none, is that of every unit; `fit_net_norms` writes it out.
    """
    expected = say("a list with an entry for every layer, such as [{gamma: 1, beta: 0}, null]")
    items = read_items(page, node, expected) or ()
    read = [None if is_null(item) else _norm(page, item) for item in items]
    wrong = any(norm is None and not is_null(item) for norm, item in zip(read, items, strict=True))
    if read and not wrong and not any(read):
        not_a(page, node, expected)
        return None
    return None if wrong or not read else tuple(read)


def _norm(page: SourceText, node: Node) -> NetNorm | None:
    expected = say("a mapping such as {gamma: 1, beta: 0}")
    keys = read_mapping(page, node, expected, KEYS, {"eps": "epsilon"})
    if keys is None:
        return None
    gamma = _numbers(page, keys["gamma"]) if "gamma" in keys else (USUAL_GAMMA,)
    beta = _numbers(page, keys["beta"]) if "beta" in keys else (USUAL_BETA,)
    epsilon: Number | None = USUAL_EPSILON
    if "epsilon" in keys:
        epsilon = number(page, keys["epsilon"], say("a number of 0 or more"))
        if epsilon is not None and epsilon.value < 0:
            not_a(page, keys["epsilon"], say("a number of 0 or more"))
            return None
    if gamma is None or beta is None or epsilon is None:
        return None
    return NetNorm(gamma, beta, epsilon)


def _numbers(page: SourceText, node: Node) -> tuple[Number, ...] | None:
    items = node.items if isinstance(node, YamlSequence) else (node,)
    expected = say("a number, or one for every unit")
    if not items:
        not_a(page, node, expected)
    read = [number(page, item, expected) for item in items]
    if not read or None in read:
        return None
    return tuple(each for each in read if each is not None)


def with_units(
    norms: tuple[NetNorm | None, ...], sizes: tuple[int, ...]
) -> tuple[NetNorm | None, ...]:
    """Return the norms with a γ and a β for every unit."""
    if len(norms) != len(sizes):
        return norms
    return tuple(
        norm and NetNorm(_each(norm.gamma, size), _each(norm.beta, size), norm.epsilon)
        for norm, size in zip(norms, sizes, strict=True)
    )


def _each(numbers: tuple[Number, ...], size: int) -> tuple[Number, ...]:
    return numbers * size if len(numbers) == 1 else numbers


def fit_net_norms(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Compare the norms with the layers, and with how samples are worked through."""
    for name in NORM_NAMES:
        if name in keys:
            norms = getattr(exercise, name)
            says = _hindrance(norms, exercise) or (
                _hindrance_of_batch(exercise) if name == "batch_norm" else ""
            )
            if says:
                page.fault(keys[name], says)
    if any(map(_both, exercise.batch_norm, exercise.layer_norm)):
        says = say("a layer is normalised over the batch or over its units, not over both")
        page.fault(keys["layer_norm"], says)


def _both(one: NetNorm | None, other: NetNorm | None) -> bool:
    return one is not None and other is not None


def _hindrance(norms: tuple[NetNorm | None, ...], exercise: Exercise) -> str:
    if exercise.learning_rule in LEARNING_RULES:
        return say("a learning rule has no normalised net inputs; leave one of them out")
    if exercise.shared:
        return ""
    sizes = exercise.sizes[1:]
    if len(norms) != len(sizes):
        return say(
            "expected {n} entries, one for every layer (null where there is none); found {found}",
            n=len(sizes),
            found=len(norms),
        )
    for layer, (size, norm) in enumerate(zip(sizes, norms, strict=True), start=1):
        for numbers in (norm.gamma, norm.beta) if norm else ():
            if len(numbers) != size:
                return say(
                    "layer {layer} has {n} units; found {found} numbers",
                    layer=layer,
                    n=size,
                    found=len(numbers),
                )
    return ""


def _hindrance_of_batch(exercise: Exercise) -> str:
    """Return why there is no batch to normalise over."""
    sizes = [len(batch) for batch in exercise.batches] or [len(exercise.samples)]
    if exercise.updates and exercise.update == "online" and len(exercise.samples) > 1:
        return say(
            "batch_norm needs samples that go through together: say `update: batch`, "
            "`update: batch_mean` or a batch_size"
        )
    if min(sizes) < 2:
        return say(
            "batch_norm needs two samples at least in every batch; one of them is its own mean"
        )
    return ""
