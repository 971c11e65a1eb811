"""The modules of the script as one, to stand within a page.

Each module becomes a function that returns what it exports. Only the forms that our own modules
use are read: an import from a neighbour, and `export` before a declaration.
"""

import re
from functools import cache
from importlib.resources import files

from bpcalc.maths.entries import demand
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.functions import FUNCTIONS

MODULES = (
    *("numbers", "series", "functions", "arithmetic", "rounding", "calculation", "floats"),
    *("reading", "writing", "curve", "page"),
)
"""In an order in which each one only imports from those before it; `main` comes last."""

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|class|const|let) (\w+))", re.MULTILINE)
_COMMENT = re.compile(
    r"^\s*//.*\n|^\s*/\*\*[^\n]*\*/\n|^\s*/\*\*\n(?:\s*\*[^\n]*\n)*", re.MULTILINE
)

_ENTRY = re.compile(r"^  (\w+):", re.MULTILINE)

_MODULE = """const {name}_ = (() => {{
{body}return {{ {exported} }};
}})();"""


_FUNCTIONS = """import {{ Num, ONE, ZERO, certain }} from "./numbers.js";
import {{ pi }} from "./series.js";
const compared = (arithmetic, x, y) => arithmetic.sum([x, arithmetic.minus(y)]).sign;
export const FUNCTIONS = {{
{entries}
}};
"""


@cache
def page_script() -> str:
    """Return the whole script.

    Raises:
        IncompleteEntry: it lacks a function of the C library.
    """
    demand("function of the C library", CALLS, known("floats", "CALLS"), "form in floats.js")
    modules = [_module(name) for name in MODULES]
    body = "\n".join([*modules, _imported(_source("main"))])
    return f'"use strict";\n{{\n{body}}}\n'


def _module(name: str) -> str:
    source = _source(name)
    exported = ", ".join(dict.fromkeys(_EXPORT.findall(source)))
    return _MODULE.format(name=name, exported=exported, body=_imported(_EXPORT.sub("", source)))


def known(module: str, table: str) -> frozenset[str]:
    """Return the names of the functions that a table of a module has."""
    _, _, behind = _source(module).partition(f"const {table} = {{\n")
    entries, _, _ = behind.partition("\n};")
    return frozenset(_ENTRY.findall(entries))


def _imported(source: str) -> str:
    return _IMPORT.sub(r"const \1 = \2_;", source)


def functions_module() -> str:
    """Return the module with the elementary functions, each as its record has it."""
    entries = [
        f"  {name}: ({', '.join(('arithmetic', *'xy'[: function.operands]))}) =>"
        f" {function.javascript},"
        for name, function in FUNCTIONS.items()
    ]
    return _FUNCTIONS.format(entries="\n".join(entries))


def _source(name: str) -> str:
    if name == "functions":
        return functions_module()
    text = files(__package__).joinpath("scripts", f"{name}.js").read_text("utf-8")
    return _COMMENT.sub("", text)
