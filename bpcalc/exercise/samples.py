"""The samples: inputs and targets."""

from collections.abc import Mapping

from bpcalc.exercise.collections import read_items, read_mapping, so_many_numbers, wrong_length
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.flat_lists import refuse_column
from bpcalc.exercise.hints import found
from bpcalc.exercise.matrices import Ends
from bpcalc.exercise.scalars import is_null, number
from bpcalc.exercise.spec import UNKNOWN_NUMBER, Sample
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

Numbers = tuple[Number | None, ...]


class Vector(NamedTuple):
    """A row of numbers and where it stands; a number that cannot be read is None."""

    node: Node
    numbers: Numbers


class Draft(NamedTuple):
    """A sample whose lengths have not been compared with the network yet."""

    inputs: Vector | None
    targets: Vector | None


_OTHER_TABLE = pattern(r"(?i)\.(?:xlsx?|xlsb|ods|numbers|tsv|txt|docx?|pdf|zip|json|npz?)$")
"""What the name of a file ends with whose samples somebody may want to name."""


def samples(page: SourceText, keys: Mapping[str, Node]) -> list[Draft] | None:
    """Return the samples; None, with a fault, if there are none."""
    if "samples" not in keys:
        return _single(page, keys)
    for key in ("inputs", "targets"):
        if key in keys:
            says = say("`{key}` and `samples` exclude each other; give one of the two", key=key)
            page.fault(keys[key], says)
    expected = say("a list of samples, such as - {inputs: [0, 1], targets: [1]}")
    if isinstance(keys["samples"], Scalar) and _OTHER_TABLE.search(keys["samples"].text):
        expected += say(", or a table saved as CSV, such as samples: data.csv")
    listed = read_items(page, keys["samples"], expected)
    told = "given" in keys
    drafts = [_sample(page, node, told=told) for node in listed or ()]
    if not told:
        _all_or_none(page, listed or (), drafts)
    return drafts or None


def _single(page: SourceText, keys: Mapping[str, Node]) -> list[Draft] | None:
    told = "given" in keys
    if "inputs" not in keys and not told:
        page.fault(0, say("`inputs` is missing; write for instance inputs: [0.05, 0.10]"))
        return None
    vectors = [
        _vector(page, keys[key], told=told) if key in keys else None
        for key in ("inputs", "targets")
    ]
    if vectors[0] is None and not told:
        return [Draft(None, None)]  # how many targets there are tells nothing then
    return [Draft(*vectors)]


def _sample(page: SourceText, node: Node, *, told: bool) -> Draft:
    if not isinstance(node, YamlMapping):
        says = say(
            "expected a sample such as {sample}, found {found}",
            sample=SAMPLE_SHOWN,
            found=found(node),
        )
        page.fault_of_many("sample", node, says, _more_samples)
        return Draft(None, None)
    keys = read_mapping(page, node, "", ("inputs", "targets"))
    assert keys is not None
    if "inputs" not in keys and not told:
        page.fault(node, say("this sample has no `inputs`"))
    vectors = [
        _vector(page, keys[key], told=told) if key in keys else None
        for key in ("inputs", "targets")
    ]
    return Draft(*vectors)


SAMPLE_SHOWN = "{inputs: [0, 1], targets: [1]}"
"""A sample as it is written, for sentences."""


def _more_samples(n: int) -> str:
    return say_many("; so is {n} more sample", "; so are {n} more samples", n)


def _all_or_none(page: SourceText, nodes: tuple[Node, ...], drafts: list[Draft]) -> None:
    """Say which samples have no targets although others have."""
    if any(draft.targets for draft in drafts):
        for node, draft in zip(nodes, drafts, strict=True):
            if draft.inputs and not draft.targets:
                page.fault(
                    node,
                    say(
                        "this sample has no `targets`, others have; give targets to all or to none"
                    ),
                )


def _vector(page: SourceText, node: Node, *, told: bool) -> Vector | None:
    """Return a row of numbers; where quantities are `told` instead, null is one not known."""
    if isinstance(node, Scalar):
        single = number(page, node, say("a list of numbers, such as [0.05, 0.10]"))
        return Vector(node, (single,))
    listed = read_items(page, node, say("a list of numbers, such as [0.05, 0.10]"))
    if listed is None or _is_nested(page, node):
        return None
    read = [UNKNOWN_NUMBER if told and is_null(item) else number(page, item) for item in listed]
    return Vector(node, tuple(read))


def _is_nested(page: SourceText, node: Node) -> bool:
    """Return whether lists stand in the place of numbers; say how a column, or samples, look."""
    assert isinstance(node, YamlSequence)
    if not any(isinstance(item, YamlSequence) for item in node.items):
        return False
    if not refuse_column(page, node):
        says = say(
            "expected a list of numbers, found a list of lists; several samples are written as "
            "{samples}",
            samples=f"samples: [{SAMPLE_SHOWN}, …]",
        )
        page.fault(node, says)
    return True


def ends(drafts: list[Draft]) -> Ends:
    """Return the lengths of the first inputs and targets that could be read."""
    inputs = (len(draft.inputs.numbers) for draft in drafts if draft.inputs)
    targets = (len(draft.targets.numbers) for draft in drafts if draft.targets)
    return Ends(next(inputs, None), next(targets, None))


def fit(page: SourceText, drafts: list[Draft], sizes: tuple[int, ...]) -> None:
    """Compare the lengths of the samples with the numbers of inputs and outputs."""
    inputs = say("{numbers}, one for each input of the network", numbers=so_many_numbers(sizes[0]))
    targets = say(
        "{numbers}, one for each output of the network", numbers=so_many_numbers(sizes[-1])
    )
    for draft in drafts:
        _fit(page, draft.inputs, inputs, sizes[0])
        _fit(page, draft.targets, targets, sizes[-1])


def _fit(page: SourceText, vector: Vector | None, expected: str, wanted: int) -> None:
    # Where a number could not be read, the length need not be what was meant either.
    if vector and len(vector.numbers) != wanted and None not in vector.numbers:
        wrong_length(page, vector.node, expected, wanted)


def within_unit_interval(page: SourceText, drafts: list[Draft], loss: str) -> None:
    """Say which targets are no probabilities."""
    for draft in drafts:
        if draft.targets is None:
            continue
        node = draft.targets.node
        nodes = node.items if isinstance(node, YamlSequence) else (node,)
        for at, target in zip(nodes, draft.targets.numbers, strict=True):
            if target in (None, UNKNOWN_NUMBER):
                continue
            if not 0 <= target.value <= 1:
                page.fault(
                    at,
                    say(
                        "the loss `{loss}` needs targets from 0 to 1, found {found}",
                        loss=loss,
                        found=found(at),
                    ),
                )


def finished(drafts: list[Draft], sizes: tuple[int, ...] | None = None) -> tuple[Sample, ...]:
    """Return the samples, once nothing is wrong with them.

    Args:
        drafts: of the samples.
        sizes: of the layers, where what is missing counts as not known.
    """
    if sizes is not None:
        blank = [Vector(Scalar("", True, 0, 0), (UNKNOWN_NUMBER,) * size) for size in sizes]
        drafts = [Draft(each.inputs or blank[0], each.targets or blank[-1]) for each in drafts]
    return tuple(
        Sample(_sure(draft.inputs), _sure(draft.targets) if draft.targets else None)
        for draft in drafts
    )


def _sure(vector: Vector | None) -> tuple[Number, ...]:
    assert vector is not None, "only drafts without a fault are finished"
    return tuple([number for number in vector.numbers if number is not None])
