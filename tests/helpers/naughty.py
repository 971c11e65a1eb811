"""Names of units and titles that mean something to one format or another."""

from dataclasses import replace
from pathlib import Path

import yaml

import bpcalc
from bpcalc.exercise.spec import Exercise

SIGNS = "|<[_^$\\{}=+@"
NAMES = [
    SIGNS,
    "=1+1",
    "\\input{canary}",
    "<script>",
    "`",
    "$x$",
    "**a**",
    "_a_",
    "[a](b)",
    "~~a~~",
    "&amp;",
    "%",
    "#",
    "@all",
    "-1",
    "\\",
    "```",
    "''",
    "净",
    "α_1",
]
TITLES = [
    *NAMES,
    "# not a heading",
    "1. not a list",
    "- not a list",
    "---",
    "a\\end{document}b",
    "\\write18{touch x}",
    "x | y | z",
    "![a](https://example.org/a.png)",
    "costs $1 or $2, ask @someone",
]


def exercise(folder: Path, name: str, title: str) -> Exercise:
    """Return a small exercise in which an input, a unit and an output have such a name.

    A file may not have all of them, as some would be read as calculations; Python may.
    """
    units = ((name, "x"), (f"{name}h", "h"), (f"{name}o",))
    if not name.isidentifier():
        name = "x1"
    content = {
        "title": title,
        "source": title,
        "inputs": [0.5, -0.25],
        "targets": [0.9],
        "learning_rate": 0.1,
        "units": {"inputs": [name, "x"], "hidden": [f"{name}h", "h"], "outputs": [f"{name}o"]},
        "weights": [[[0.1, -0.2], [0.3, 0.4]], [[-0.5, 0.6]]],
        "biases": [[0.1, 0.2], [-0.3]],
    }
    path = folder / "naughty.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return replace(bpcalc.load(path), units=units)
