"""Count the public names that stand for different things in three modules or more.

    python tools/shared_names.py

A name that a module defines at its top level is at home there. Whoever reads it elsewhere must
know which of its homes is meant; with one home, or two, that is seldom hard. What every module of
a folder has to define, as a format its `write`, is one protocol and not a name with many homes.
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
    "command": "cli/commands",
}
"""Names that every module of a folder defines, by the folder."""


def homes() -> dict[str, list[str]]:
    """Return the modules that define each public name."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        for name in dict.fromkeys(defined(ast.parse(path.read_text("utf-8")))):
            folder = PROTOCOLS.get(name)
            if not (folder and place.startswith(folder)):
                found[name].append(place)
    return found


def defined(module: ast.Module) -> Iterator[str]:
    """Yield the public names that a module defines at its top level."""
    for node in module.body:
        names: list[str] = []
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        yield from (name for name in names if not name.startswith("_"))


def main() -> int:
    """Name them; return 1 if there are more than may be."""
    shared = {name: places for name, places in homes().items() if len(places) > MAX_HOMES}
    for name, places in sorted(shared.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(places):3}  {name}: {', '.join(places)}")
    print(f"{len(shared)} public names have three homes or more; at most {MAX_SHARED_NAMES} may")
    return int(len(shared) > MAX_SHARED_NAMES)


if __name__ == "__main__":
    sys.exit(main())
