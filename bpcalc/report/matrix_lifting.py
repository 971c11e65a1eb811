"""The lines of a layer as matrices, in the column-vector form of the books: net = W·x + b.

Nothing is worked out here. The formulas of a layer are laid over one another: where they differ
only in their quantities, these quantities are the entries of a matrix or a vector.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from bpcalc.calc.lines import Line
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.expr import Expr, Minus, Number, Power, Product, Quotient, Ref, Sum
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BIAS_KINDS, DATA, ERROR_KINDS, INFO, RATES, WEIGHT_KINDS, words
from bpcalc.maths.partial import put_in
from bpcalc.report.document import Array, EquationPart, Matrices, Word
from bpcalc.report.words import layer_name

UNTITLED: frozenset[Kind] = ERROR_KINDS | DATA | RATES
"""Kinds that are not set out as matrices."""

SIGNALS: tuple[Kind, ...] = ("input", "out")
POWERS = {2: "²", 3: "³"}

Cells = list[list[Expr]]
"""Formulas in the places of their quantities, by row and column."""


def matrices(exercise: Exercise, lines: list[Line]) -> Iterator[Matrices | list[Line]]:
    """Yield the lines of a stage kind by kind, as an equation of matrices.

    What is no matrix stays a list of lines, such as the bias that a layer shares.
    """
    rest: list[Line] = []
    for (kind, layer), group in groupby(_by_kind(lines), key=_kind_and_layer):
        some = list(group)
        if kind in UNTITLED or layer is None or any(line.key.unit is None for line in some):
            rest += some
        elif INFO[kind].place == "edge" and not exercise.graph.full:
            rest += some  # an outer product would fill the places that have no connection
        else:
            yield _equation(_title(kind, layer, exercise), some, exercise)
    if rest:
        yield rest


def _title(kind: Kind, layer: int, exercise: Exercise) -> str:
    quantities = words(kind, plural=True, thresholds=exercise.thresholds)
    return say("{layer}: {quantities}", layer=layer_name(layer, exercise), quantities=quantities)


def _by_kind(lines: list[Line]) -> list[Line]:
    """Bring lines of one kind and layer together, in the order in which each kind begins."""
    first: dict[object, int] = {}
    for place, line in enumerate(lines):
        first.setdefault(_kind_and_layer(line), place)
    return sorted(lines, key=lambda line: first[_kind_and_layer(line)])


def _kind_and_layer(line: Line) -> tuple[Kind, int | None]:
    return line.key.kind, line.key.layer


def _equation(title: str, lines: list[Line], exercise: Exercise) -> Matrices:
    rows = [list(row) for _, row in groupby(lines, key=lambda line: line.key.unit)]
    left = Array(tuple(tuple(line.key for line in row) for row in rows))
    kind, layer = lines[0].key.kind, lines[0].key.layer
    if kind == "out" and layer:
        lifted = _lifted([[_argument(line) for line in row] for row in rows], outer=False)
        name = Word(exercise.layers[layer - 1].activation.name)
        return Matrices(title, left, (name, "(", *lifted.parts, ")") if lifted else ())
    if not exercise.graph.full and kind in ("net", "error_slope"):
        sparse = _sparse([line.formula for line in lines])
        return Matrices(title, left, sparse.parts if sparse else ())
    weights = lines[0].key.source is not None and kind != "slope"
    lifted = _lifted([[put_in(line.formula) for line in row] for row in rows], outer=weights)
    return Matrices(title, left, lifted.parts if lifted and not lifted.is_scalar() else ())


def _argument(line: Line) -> Expr:
    """Return what the activation of a unit is applied to: its net input, or net and bias."""
    parts = _inside(line.formula)
    return next((part for part in parts if _is_argument(part, line.key.unit)), line.formula)


def _inside(formula: Expr) -> Iterator[Expr]:
    yield formula
    for part in formula.parts():
        yield from _inside(part)


def _is_argument(formula: Expr, unit: int | None) -> bool:
    if isinstance(formula, Sum):
        keys = list(formula.refs())
        with_bias = len(keys) == 2 and keys[1].kind in BIAS_KINDS
        return with_bias and _is_argument(formula.terms[0], unit)
    return isinstance(formula, Ref) and (formula.key.kind, formula.key.unit) == ("net", unit)


# Formulas laid over one another --------------------------------------------------------------

SUM, PRODUCT, ATOM = range(3)


class _Lifted(NamedTuple):
    """Formulas laid over one another, and how tightly the result holds together."""

    parts: tuple[EquationPart, ...]
    holds: int = ATOM

    def at_least(self, level: int) -> tuple[EquationPart, ...]:
        return self.parts if self.holds >= level else ("(", *self.parts, ")")

    def is_scalar(self) -> bool:
        return not any(isinstance(part, Array) for part in self.parts)


def _lifted(cells: Cells, *, outer: bool) -> _Lifted | None:
    """Return the one formula over matrices that says the same; None if there is none.

    Args:
        cells: the formulas, by row and column.
        outer: whether they are about weights, so that delta·out is an outer product.
    """
    first = cells[0][0]
    if any(type(cell) is not type(first) for row in cells for cell in row):
        return None
    lift = _LIFTS.get(type(first))
    return lift(cells, outer) if lift else None


def _ref(cells: Cells, outer: bool) -> _Lifted:
    keys = tuple(tuple(map(_key, row)) for row in cells)
    return _Lifted((cells[0][0] if keys[0][0].kind in RATES else Array(keys),))


def _number(cells: Cells, outer: bool) -> _Lifted | None:
    first = cells[0][0]
    return _Lifted((first,)) if all(cell == first for row in cells for cell in row) else None


def _minus(cells: Cells, outer: bool) -> _Lifted | None:
    inner = _lifted(_part(cells, 0), outer=outer)
    return _Lifted(("-", *inner.at_least(PRODUCT)), SUM) if inner else None


def _sum(cells: Cells, outer: bool) -> _Lifted | None:
    """Lay sums over one another; products of weights and signals are rows of a matrix."""
    terms = _all_parts(cells)
    parts: list[EquationPart] = []
    while terms:
        dots = next(
            (n for n, term in enumerate(terms) if not _is_dot(_all_parts(term))), len(terms)
        )
        lifted = _dot(terms[:dots]) if dots else _lifted(terms[0], outer=outer)
        if lifted is None:
            return None
        if lifted.parts[0] == "-":
            parts.extend(lifted.parts)
        else:
            parts.extend((*(["+"] if parts else []), *lifted.at_least(PRODUCT)))
        terms = terms[max(dots, 1) :]
    return _Lifted(tuple(parts), SUM) if parts else None


def _product(cells: Cells, outer: bool) -> _Lifted | None:
    factors = _all_parts(cells)
    if not factors:
        return None
    if outer:
        return _outer(cells, factors)
    lifted: list[_Lifted | None] = []
    while factors:
        if _is_dot(factors[:2]):
            lifted.append(_dot([_pairs(factors[:2])]))
            factors = factors[2:]
        else:
            lifted.append(_lifted(factors[0], outer=False))
            factors = factors[1:]
    return _times(lifted)


def _times(factors: list[_Lifted | None]) -> _Lifted | None:
    """Multiply entry by entry; a number or a rate multiplies the whole."""
    known = [factor for factor in factors if factor]
    if len(known) < len(factors):
        return None
    if len(known) == 1:
        return known[0]
    parts: list[EquationPart] = []
    for place, factor in enumerate(known):
        before = known[place - 1]
        sign = "·" if factor.is_scalar() or before.is_scalar() else "⊙"
        parts.extend(([sign] if place else []) + list(factor.at_least(ATOM)))
    return _Lifted(tuple(parts), PRODUCT)


def _outer(cells: Cells, factors: list[Cells]) -> _Lifted | None:
    """Return delta·outᵀ: a column of deltas, a row of signals; further factors in front."""
    kinds = [_kind(factor) for factor in factors]
    if "delta" not in kinds:
        return _times([_lifted(factor, outer=True) for factor in factors])
    deltas = factors[kinds.index("delta")]
    place = next((place for place, kind in enumerate(kinds) if kind in SIGNALS), None)
    if place is None or any(row != [row[0]] * len(row) for row in deltas):
        return None
    column = Array(tuple((_key(row[0]),) for row in deltas))
    across = Array((tuple(map(_key, factors[place][0])),))
    others = [factor for n, factor in enumerate(factors) if n not in (place, kinds.index("delta"))]
    product = _Lifted((column, "·", across), ATOM)
    return _times([*(_lifted(factor, outer=True) for factor in others), product])


def _quotient(cells: Cells, outer: bool) -> _Lifted | None:
    dividend, divisor = (_lifted(_part(cells, place), outer=outer) for place in (0, 1))
    if not (dividend and divisor and divisor.is_scalar()):
        return None
    return _Lifted((*dividend.at_least(ATOM), "/", *divisor.at_least(ATOM)), PRODUCT)


def _power(cells: Cells, outer: bool) -> _Lifted | None:
    base, first = _lifted(_part(cells, 0), outer=outer), cells[0][0]
    same = all(isinstance(cell, Power) for row in cells for cell in row)
    if not (base and same and isinstance(first, Power)):
        return None
    return _Lifted((*base.at_least(ATOM), POWERS[first.exponent]))


_LIFTS: dict[type[Expr], Callable[[Cells, bool], _Lifted | None]] = {
    Ref: _ref,
    Number: _number,
    Minus: _minus,
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
}


def _is_dot(factors: list[Cells]) -> bool:
    """Return whether two factors are an entry of a matrix, and one of a vector, in each row."""
    if len(factors) != 2 or any(len(row) != 1 for row in factors[0]):
        return False
    return any(_is_entry(factors[a]) and _is_common(factors[b]) for a, b in ((0, 1), (1, 0)))


def _is_entry(factor: Cells) -> bool:
    return _kind(factor) in WEIGHT_KINDS | {"slope"} and all(
        _key(cell).source is not None for row in factor for cell in row
    )


def _is_common(factor: Cells) -> bool:
    """Return whether it is the same signal in every row."""
    kind = _kind(factor)
    return kind in ("input", "out", "delta", "error_slope") and factor == [factor[0]] * len(factor)


def _dot(terms: list[Cells]) -> _Lifted:
    """Return a matrix times a vector; every term is a column of the one, an entry of the other."""
    columns: list[list[Key]] = []
    vector: list[tuple[Key]] = []
    for term in terms:
        factors = _all_parts(term)
        entries, common = factors if _is_entry(factors[0]) else reversed(factors)
        columns.append([_key(row[0]) for row in entries])
        vector.append((_key(common[0][0]),))
    return _Lifted((Array(tuple(zip(*columns, strict=True))), "·", Array(tuple(vector))), PRODUCT)


class _Row(NamedTuple):
    """A sum: what stands before each signal in it, and what is added at the end."""

    entries: dict[Key, Key]
    rest: tuple[Expr, ...]


def _sparse(formulas: list[Expr]) -> _Lifted | None:
    """Return W·x + b for sums over different connections; a blank is where there is none."""
    rows = [_row(formula) for formula in formulas]
    signals = dict.fromkeys(signal for row in rows for signal in row.entries)
    ordered = sorted(signals, key=lambda key: (-(key.layer or 0), key.unit or 0))
    if not ordered or any(len(row.rest) > 1 for row in rows):
        return None
    matrix = Array(tuple(tuple(row.entries.get(signal) for signal in ordered) for row in rows))
    vector = Array(tuple((signal,) for signal in ordered))
    biases = [row.rest[0] if row.rest else None for row in rows]
    signs = {isinstance(bias, Minus) for bias in biases if bias is not None}
    if not signs:
        return _Lifted((matrix, "·", vector), PRODUCT)
    column = Array(tuple((None if bias is None else _key(bias),) for bias in biases))
    if len(signs) > 1 or any(len([*bias.refs()]) != 1 for bias in biases if bias is not None):
        return None
    return _Lifted((matrix, "·", vector, "-" if signs.pop() else "+", column), SUM)


def _row(formula: Expr) -> _Row:
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    entries: dict[Key, Key] = {}
    rest: list[Expr] = []
    for term in terms:
        keys = [part.key for part in term.parts() if isinstance(part, Ref)]
        if isinstance(term, Product) and len(keys) == len(term.parts()) == 2:
            entry, signal = sorted(keys, key=lambda key: key.kind not in WEIGHT_KINDS)
            entries[signal] = entry
        else:
            rest.append(term)
    return _Row(entries, tuple(rest))


def _key(formula: Expr) -> Key:
    return next(formula.refs())


def _kind(factor: Cells) -> Kind | None:
    """Return the kind of the quantities, None if they are formulas."""
    formulas = [cell for row in factor for cell in row]
    kinds = {cell.key.kind if isinstance(cell, Ref) else None for cell in formulas}
    return kinds.pop() if len(kinds) == 1 else None


def _part(cells: Cells, place: int) -> Cells:
    return [[cell.parts()[place] for cell in row] for row in cells]


def _all_parts(cells: Cells) -> list[Cells]:
    """Return the first parts of all formulas, their second parts, …; [] if some have more."""
    counts = {len(cell.parts()) for row in cells for cell in row}
    return [_part(cells, place) for place in range(counts.pop())] if len(counts) == 1 else []


def _pairs(factors: list[Cells]) -> Cells:
    first, second = factors
    return [
        [Product((a, b)) for a, b in zip(*rows, strict=True)]
        for rows in zip(first, second, strict=True)
    ]
