"""Pages about the code: one a room, made of what its modules say of themselves."""

import tomllib
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

from bpcalc.locale import language
from tools.website.markdown import cell, code, prose, table
from tools.website.room_words import CHINESE
from tools.website.words import word

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bpcalc"


def _in_order() -> list[str]:
    """Return the rooms from the top to the bottom, as the contract of imports has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    names = [name for layer in layers for name in layer.split(" | ")]
    return [name.removeprefix("bpcalc.") for name in names]


LAYERS = _in_order()
"""All of the program, from the top to the bottom: each imports from those below it."""

ROOMS = [name for name in LAYERS if (PACKAGE / name / "__init__.py").exists()]
"""Those that are packages; the others are one file each."""


def rooms() -> Iterator[str]:
    """Yield the page of all rooms."""
    yield f"# {word('The rooms of the code')}\n"
    yield f"{word('Imports go downwards only, and this is checked.')}\n"
    rows = [(_linked(name), prose(_first(_spoken(name)))) for name in LAYERS]
    yield table([word("Room"), word("What it does")], rows)


def _linked(name: str) -> str:
    return f"[{name}]({name}.md)" if name in ROOMS else code(f"{name}.py")


def _spoken(name: str) -> str:
    """Return what a room is for, in the language that is spoken."""
    if language() == "zh" and name in CHINESE:  # a test names those that are new
        return CHINESE[name]
    return _said(PACKAGE / name if name in ROOMS else PACKAGE / f"{name}.py")


def room(name: str) -> Iterator[str]:
    """Yield the page of a room: what it is for, and what its modules are."""
    folder = PACKAGE / name
    yield f"# {cell(name)}\n"
    for paragraph in _spoken(name).split("\n\n"):
        yield prose(paragraph) + "\n"
    yield from as_in_the_code()
    rows = [(code(_place(path)), prose(_first(_said(path)))) for path in _modules(folder)]
    yield table([word("Module"), word("What it does")], rows)


def as_in_the_code() -> Iterator[str]:
    """Yield, where Chinese is spoken, why what follows is in English."""
    if language() == "zh":
        yield f"{word(_ENGLISH)}\n"


_ENGLISH = (
    "What follows are the docstrings of the code, which are written in English only, for all who "
    "work on it together."
)


def _modules(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if path != folder / "__init__.py" and _said(path)
    ]


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _said(path: Path) -> str:
    """Return the docstring of a module or a package; to read all of its code would take long."""
    file = path / "__init__.py" if path.is_dir() else path
    text = file.read_text(encoding="utf-8").lstrip("r")
    return cleandoc(text.split('"""')[1]) if text.startswith('"""') else ""


def _first(text: str) -> str:
    return text.partition("\n\n")[0]
