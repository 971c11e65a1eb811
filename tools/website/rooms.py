"""Pages about the code: one a room, made of what its modules say of themselves."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.website.markdown import cell, code, prose, table
from tools.website.words import word

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bpcalc"


def _in_order() -> list[str]:
    """Return the rooms from the top to the bottom, as the contract of imports has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return [layer.removeprefix("bpcalc.") for layer in layers]


ROOMS = [name for name in _in_order() if (PACKAGE / name / "__init__.py").exists()]
"""The packages of the program, from the top to the bottom: each imports from those below it."""


def rooms() -> Iterator[str]:
    """Yield the page of all rooms."""
    yield f"# {word('The rooms of the code')}\n"
    yield f"{word('Imports go downwards only, and this is checked.')}\n"
    rows = [(f"[{name}]({name}.md)", prose(_first(_said(PACKAGE / name)))) for name in ROOMS]
    yield table([word("Room"), word("What it does")], rows)


def room(name: str) -> Iterator[str]:
    """Yield the page of a room: what it is for, and what its modules are."""
    folder = PACKAGE / name
    yield f"# {cell(name)}\n"
    for paragraph in _said(folder).split("\n\n"):
        yield prose(paragraph) + "\n"
    rows = [(code(_place(path)), prose(_first(_said(path)))) for path in _modules(folder)]
    yield table([word("Module"), word("What it does")], rows)


def _modules(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if path != folder / "__init__.py" and _said(path)
    ]


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _said(path: Path) -> str:
    """Return the docstring of a module or a package."""
    file = path / "__init__.py" if path.is_dir() else path
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def _first(text: str) -> str:
    return text.partition("\n\n")[0]
