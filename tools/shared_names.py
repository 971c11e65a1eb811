"""Count the public names that stand for different things in three modules or more.

    python tools/shared_names.py

A name that a module defines at its top level, alone or in a row of names, is at home there. Whoever
reads it elsewhere must know which of its homes is meant; with one home, or two, that is seldom
hard. A name that every module of a folder has to define, because the folder is found by walking
over it (a command its `command`, a format its `FORMAT`), is one protocol and not a name with many
homes: such a folder counts as one home, and only if none of its modules lacks the name.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "bpcalc"

MAX_HOMES = 2
MAX_SHARED_NAMES = 3

PROTOCOLS = {
    "command": ("cli/commands",),
    "FORMAT": ("report/formats", "report/pictures", "report/quizzes", "report/sheets"),
}
"""Names that every module of a folder defines, with the folders."""


def homes() -> dict[str, list[str]]:
    """Return the modules that define each public name; a folder with a protocol is one."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        folder = place.rpartition("/")[0]
        for name in dict.fromkeys(defined(ast.parse(path.read_text("utf-8")))):
            shared = folder in PROTOCOLS.get(name, ()) and is_protocol(name, folder)
            found[name][folder if shared else place] = None
    return {name: list(places) for name, places in found.items()}


def is_protocol(name: str, folder: str) -> bool:
    """Return whether every module of a folder defines this name."""
    modules = (path for path in (PACKAGE / folder).glob("*.py") if path.stem != "__init__")
    return all(name in set(defined(ast.parse(path.read_text("utf-8")))) for path in modules)


def defined(module: ast.Module) -> Iterator[str]:
    """Yield the public names that a module defines at its top level."""
    for node in module.body:
        names: list[str] = []
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [name for target in node.targets for name in assigned(target)]
        elif isinstance(node, ast.AnnAssign):
            names = list(assigned(node.target))
        yield from (name for name in names if not name.startswith("_"))


def assigned(target: ast.expr) -> Iterator[str]:
    """Yield the names that an assignment to this gives a value."""
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from assigned(part)
    elif isinstance(target, ast.Starred):
        yield from assigned(target.value)


def main() -> int:
    """Name them; return 1 if there are more than may be."""
    shared = {name: places for name, places in homes().items() if len(places) > MAX_HOMES}
    for name, places in sorted(shared.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(places):3}  {name}: {', '.join(places)}")
    print(f"{len(shared)} public names have three homes or more; at most {MAX_SHARED_NAMES} may")
    return int(len(shared) > MAX_SHARED_NAMES)


if __name__ == "__main__":
    sys.exit(main())
