"""The places of a program that may be changed, and each change as code.

`benchmarks.mutants` asks. One comparison, operator, number, condition or `not` becomes another.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


class Mutant(NamedTuple):
    """A change of one place.

    Attributes:
        path: of the file, from the root of the project.
        line, end: where the change is.
        function: in which it is, with its class; "" outside.
        was, now: the line before and after it, as `ast.unparse` writes it.
        source: the whole file after it.
        right, wrong: the code of the file before and after it.
    """

    path: str
    line: int
    end: int
    function: str
    was: str
    now: str
    source: str
    right: CodeType
    wrong: CodeType

    @property
    def inside(self) -> bool:
        """Whether it is within a function: what is outside is done while a file is imported."""
        return bool(self.function)


class Place(NamedTuple):
    """Where a file may be changed: a node, in the order of `ast.walk`, and one of its changes."""

    path: Path
    line: int
    node: int
    change: int


def places(path: Path) -> Iterator[Place]:
    """Yield every place of a file that may be changed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = _annotations(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in typed:
            for change in range(sum(1 for _ in _changes(node))):
                yield Place(path, node.lineno, number, change)  # type: ignore[attr-defined]


def mutant_at(root: Path, place: Place) -> Mutant:
    """Return the mutant of a place of the project in a folder."""
    tree = ast.parse(place.path.read_text(encoding="utf-8"))
    name = place.path.relative_to(root).as_posix()
    right, before = compile(tree, name, "exec"), ast.unparse(tree)
    node = next(node for at, node in enumerate(ast.walk(tree)) if at == place.node)
    function = _functions(tree).get(id(node), "")
    change = next(each for at, each in enumerate(_changes(node)) if at == place.change)
    line, end = node.lineno, node.end_lineno  # type: ignore[attr-defined]
    if isinstance(node, ast.If):
        end = node.test.end_lineno
    for field, value in change.items():
        setattr(node, field, value)
    wrong = compile(ast.fix_missing_locations(tree), name, "exec")
    after = ast.unparse(tree)
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    was, now = next((was.strip(), now.strip()) for was, now in lines if was != now)
    return Mutant(name, line, end, function, was, now, after, right, wrong)


def _functions(tree: ast.AST) -> dict[int, str]:
    """Return the nodes within functions, each with the names of what it is in."""
    found: dict[int, str] = {}

    def name(node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                name(child, f"{within}.{child.name}".lstrip("."))
            else:
                name(child, within)
        if isinstance(node, ast.FunctionDef):
            for part in node.body:
                for each in ast.walk(part):
                    found.setdefault(id(each), within)

    name(tree, "")
    return found


def _annotations(tree: ast.AST) -> set[int]:
    """Return the nodes that only say of what type something is."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            part = getattr(node, field, None)
            if part is not None:
                found |= {id(each) for each in ast.walk(part)}
    return found


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    """Yield what may be another in a node: its fields with other values."""
    match node:
        case ast.Compare(ops=[only]) if type(only) in COMPARED:
            yield {"ops": [COMPARED[type(only)]()]}
        case ast.BinOp(op=op) if type(op) in OPERATORS:
            yield {"op": OPERATORS[type(op)]()}
        case ast.BoolOp(op=op):
            yield {"op": ast.Or() if isinstance(op, ast.And) else ast.And()}
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield {"operand": ast.UnaryOp(ast.Not(), operand)}
        case ast.If(test=test) | ast.IfExp(test=test):
            yield {"test": ast.UnaryOp(ast.Not(), test)}
        case ast.Constant(value=bool() as value):
            yield {"value": not value}
        case ast.Constant(value=int() as value):
            yield {"value": value + 1}
