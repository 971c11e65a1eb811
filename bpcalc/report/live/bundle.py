"""The modules of the script as one, to stand within a page.

Each module becomes a function that returns what it exports. Only the forms that our own modules
use are read: an import from a neighbour, and `export` before a declaration.
"""

import json
import re
from functools import cache
from importlib.resources import files

from bpcalc.maths.entries import demand
from bpcalc.maths.float_bounds import DOUBLE
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.training.doubts import FURTHER, MARGIN
from bpcalc.training.following import DRIFT

FOLDERS = ("bpcalc.report.live", "bpcalc.report.practice")
"""The packages whose scripts there are."""

MODULES = (
    *(
        "numbers",
        "series",
        "functions",
        "arithmetic",
        "rounding",
        "calculation",
        "library",
        "floats",
    ),
    *("reading", "writing", "numerals", "curve", "spots", "room"),
    *("state", "bound", "showing", "sharing", "training", "walk", "page", "main"),
)
"""Of a live page: in an order in which each one only imports from those before it."""

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|class|const|let) (\w+))", re.MULTILINE)
_COMMENT = re.compile(
    r"^\s*//.*\n|^\s*/\*\*[^\n]*\*/\n|^\s*/\*\*\n(?:\s*\*[^\n]*\n)*", re.MULTILINE
)

_ROOM = re.compile(r"^\s+", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @(?:type|param|const) [^\n]*?\*/ ?")
"""What a type checker is told within a line; no string of a script looks like that."""

_REMARK = re.compile(r"(?<=[;{,]) // .*$", re.MULTILINE)
"""A remark behind code; no string of a script looks like that."""

_PLAIN = re.compile(r"""(?:^[^'`/\\\n]+$\n?)+""", re.MULTILINE)
_TEXT = re.compile(r'("[^"]*")')
_SPACE = re.compile(r" (?=!=|[=,{}():?<>;*]|&&|\|\|)|(?:(?<=[=,{}():?<>;*])|(?<=&&)|(?<=\|\|)) ")
_BETWEEN = re.compile(r"(?<=[\w)\]]) ([-+]) (?=[\w(\[])")
"""Lines whose texts are plain, these, and the room around signs."""

_ENDED = re.compile(r"^((?:(?!//)[^`\n])*[;{,(}])\n(?=.)", re.MULTILINE)
"""A line that ends where it could as well go on: every statement of ours has its semicolon."""

_ENTRY = re.compile(r"^  (\w+):", re.MULTILINE)

_MODULE = """const {name}_ = (() => {{
{body}return {{ {exported} }};
}})();"""


_FUNCTIONS = """// @ts-nocheck
import {{ Num, ONE, ZERO, certain }} from "./numbers.js";
import {{ pi }} from "./series.js";
const compared = (arithmetic, x, y) => arithmetic.sum([x, arithmetic.minus(y)]).sign;
/** @type {{Record<string, (arithmetic: any, ...operands: any[]) => any>}} */
export const FUNCTIONS = {{
{entries}
}};
"""


@cache
def page_script(modules: tuple[str, ...] = MODULES) -> str:
    """Return a whole script.

    Args:
        modules: each one only imports from those before it; the last one begins.

    Raises:
        IncompleteEntry: it lacks a function of the C library.
    """
    demand("function of the C library", CALLS, known("library", "CALLS"), "form in library.js")
    *parts, main = modules
    body = _tight("\n".join([*map(_module, parts), _imported(_source(main))]))
    return f'"use strict";\n{{\n{body}}}\n'


def _module(name: str) -> str:
    source = _source(name)
    exported = ", ".join(dict.fromkeys(_EXPORT.findall(source)))
    return _MODULE.format(name=name, exported=exported, body=_imported(_EXPORT.sub("", source)))


def known(module: str, table: str) -> frozenset[str]:
    """Return the names of the functions that a table of a module has."""
    text = scripts()[module]
    _, _, behind = text.partition(f"const {table} = {{\n")
    entries, _, _ = behind.partition("\n};")
    return frozenset(_ENTRY.findall(entries))


def _imported(source: str) -> str:
    return _IMPORT.sub(lambda one: f"const {one[1].replace(' as ', ': ')} = {one[2]}_;", source)


def functions_module() -> str:
    """Return the module with the elementary functions, each as its record has it.

    Beside them are the numbers by which it is told how far a trained error may lie off.
    """
    entries = [
        f"  {name}: ({', '.join(('arithmetic', *'xy'[: function.operands]))}) =>"
        f" {function.javascript},"
        for name, function in FUNCTIONS.items()
    ]
    known = {"DRIFT": DRIFT, "MARGIN": MARGIN, "PART": FURTHER * DOUBLE}
    constants = f"export const DOUBTS = {json.dumps(known)};\n"
    return _FUNCTIONS.format(entries="\n".join(entries)) + constants


def all_scripts() -> dict[str, str]:
    """Return the text of every module by its name, those that are written here as well."""
    return {**scripts(), "functions": functions_module(), **_rule_modules()}


@cache
def _rule_modules() -> dict[str, str]:
    from bpcalc.report.live.rule_numbers import rule_modules  # a live page marks nothing

    return rule_modules(scripts().values())


def _source(name: str) -> str:
    """Return a module without comments, without empty lines, and without room."""
    text = (
        functions_module()
        if name == "functions"
        else (scripts().get(name) or _rule_modules()[name])
    )
    return _ROOM.sub("", _REMARK.sub("", _TYPE.sub("", _COMMENT.sub("", text))))


def _tight(script: str) -> str:
    r"""Return a script without room around the signs of plain lines, and with fewer lines.

    >>> _tight("if (a) {\nb = 1;\n}\nc = `a;\nb`;\n")
    'if(a){b=1;}c = `a;\nb`;\n'
    """
    return _ENDED.sub(r"\1", _PLAIN.sub(_tight_lines, script))


def _tight_lines(lines: re.Match[str]) -> str:
    """Return lines whose texts are as they were.

    >>> _tight_lines(re.match(".*", 'say("a - b") === -1 ? x + 1 : y - -1'))
    'say("a - b")===-1?x+1:y - -1'
    """
    parts = _TEXT.split(lines[0])
    parts[::2] = (_BETWEEN.sub(r"\1", _SPACE.sub("", part)) for part in parts[::2])
    return "".join(parts)


@cache
def scripts() -> dict[str, str]:
    """Return the text of every module that is a file, by its name."""
    return {
        file.name.removesuffix(".js"): file.read_text("utf-8")
        for folder in FOLDERS
        for file in files(folder).joinpath("scripts").iterdir()
        if file.name.endswith(".js")
    }
