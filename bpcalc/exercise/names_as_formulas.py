"""Names of units and weights that would be read as a number, or as a calculation, in the lines.

Under a unit called 1, the page would say `1 = 0.35` and `w1·1`; under one called x-y, `w1·x-y`.
Where the notation writes units with a letter (net_3, O_4), their numbers are names like any other.
"""

from collections.abc import Iterator, Mapping

from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key, Kind
from bpcalc.patterns import pattern

READS_AS_NUMBER = pattern(r"[-+−]?[0-9]*[.,/]?[0-9]+\.?(?:[eE][-+]?[0-9]+)?[%‰]?|[½⅓⅔¼¾]")

READS_AS_CALCULATION = pattern(r"(?<=[\w)])[-+−=<>≈|](?=[\w(])")
"""What makes a calculation of a name. A dot or a stroke does not: w·a/b is w times the ratio."""

_ARGUMENT = pattern(r"(?<=\w)\([^()]{0,40}\)")
"""What a series is taken at, as in x(t-1)."""

UNIT_LETTERS = "xho"
"""With which a name is suggested in place of a number: for inputs, hidden units and outputs."""


def refuse_formulas(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Refuse the names that the file gives units and weights and that make lines untrue.

    Args:
        page: for the faults.
        keys: of the whole file.
        exercise: as it was read.
    """
    for node, forms, letter in _named(keys, exercise):
        name = node.text.strip()
        if name in forms and READS_AS_NUMBER.fullmatch(name):
            says = say(
                "`{name}` would be read as a number in the lines of the solution, as in `{name} = "
                "0.35`; choose a name with a letter, such as {other}",
                name=quotable(name),
                other=letter + (name if name.isdecimal() else "1"),
            )
        elif name in forms and name == "e" and _takes_powers_of_e(exercise):
            says = say("`e` is the number 2.718… in the formulas; choose another name")
        elif reads_as_calculation(name) and any(name in form for form in forms):
            says = say(
                "`{name}` would be read as a calculation in the lines of the solution; choose a "
                "name such as {other}",
                name=quotable(name),
                other=quotable(READS_AS_CALCULATION.sub("_", name).strip("_") or f"{letter}1"),
            )
        else:
            continue
        page.fault(node, says)


def reads_as_calculation(name: str) -> bool:
    """Return whether a name would be read as a calculation where it stands in a product.

    >>> reads_as_calculation("t-1"), reads_as_calculation("x(t-1)"), reads_as_calculation("km/h")
    (True, False, False)
    """
    return bool(READS_AS_CALCULATION.search(_ARGUMENT.sub("", name)))


def _named(
    keys: Mapping[str, Node], exercise: Exercise
) -> Iterator[tuple[Scalar, tuple[str, ...], str]]:
    """Yield where a unit or weight is named, what is written with it, and a letter for it."""
    units = [*_scalars(keys["units"])] if "units" in keys else []
    at = {node.text.strip(): node for node in units}
    spelt = spelling(exercise) if at else None
    last = len(exercise.units) - 1
    kinds: tuple[Kind, ...]
    for layer, names in enumerate(exercise.units if spelt else ()):
        for unit, name in enumerate(names, start=1):
            if spelt and name in at and (name == "e" or not name.isidentifier()):
                kinds = ("net", "out") if layer else ("input",)
                forms = (form for kind in kinds for form in spelt.form(Key(kind, layer, unit)))
                yield at[name], (*forms,), UNIT_LETTERS[(layer > 0) + (layer == last)]
    weights = keys.get("weights")
    if exercise.own_names and isinstance(weights, YamlMapping):
        own = {name for _, name in exercise.own_names}
        yield from (
            (node, (node.text.strip(),), "w") for node, _ in weights.pairs if node.text in own
        )


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yield the names in lists, and in lists of lists."""
    if isinstance(node, Scalar):
        yield node
    parts = node.items if isinstance(node, YamlSequence) else ()
    if isinstance(node, YamlMapping):
        parts = tuple(value for _, value in node.pairs)
    for part in parts:
        yield from _scalars(part)


def _takes_powers_of_e(exercise: Exercise) -> bool:
    """Return whether a formula of the forward pass is written with e^(…)."""
    net = Ref(Key("net", 1, 1))
    formulas = (layer.activation.value([net], 0) for layer in exercise.layers)
    return any("Apply('exp'" in repr(formula) for formula in formulas)
