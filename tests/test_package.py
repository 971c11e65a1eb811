"""What the package shows of itself, and what its lowest rooms may not do."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bpcalc
from bpcalc.maths.keys import Key

PACKAGE = Path(bpcalc.__file__).parent


def test_dir_shows_what_there_is():
    """Nobody has to know the names beforehand."""
    listed = subprocess.run(
        [sys.executable, "-c", "import bpcalc; print(*dir(bpcalc))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert set(bpcalc.__all__) <= set(listed)
    assert all(getattr(bpcalc, name) is not None for name in bpcalc.__all__)


def test_importing_the_package_imports_nothing_slow():
    """`typing` and the like are imported when something is used, and not before."""
    code = "import sys; before = set(sys.modules); import bpcalc; print(*set(sys.modules) - before)"
    new = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert new == ["bpcalc"]


def positions(tree: ast.AST) -> list[str]:
    """Return where a key is taken apart by position: sliced, indexed or unpacked."""
    return [ast.unparse(node) for node in ast.walk(tree) if _by_position(node)]


def _by_position(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value, ast.Slice() | ast.Constant(int())):
            return _is_key(value)
        case ast.Assign([ast.Tuple(), *_], value) | ast.Starred(value):
            return _is_key(value) and ast.unparse(value) != "KINDS"
        case ast.Call(ast.Name("tuple"), [value]):
            return _is_key(value)
    return False


def _is_key(node: ast.AST) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ("key", "parameter", "KINDS") or name.endswith("_key")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_kind_is_known_by_position_in_a_tuple(path):
    """What a key says is asked for by name, so that a key may learn to say more."""
    assert positions(ast.parse(path.read_text("utf-8"))) == []


def test_positions_would_be_found():
    """The test above sees what it is there to see."""
    code = "key[:4]\nline.key[1]\nf(*key)\nkind, layer = line.key\ntuple(key)\nKINDS[0]\nkey.layer"

    assert len(positions(ast.parse(code))) == 6


def test_a_key_says_who_sends_and_who_receives():
    """A weight leads from the layer before unless it says otherwise."""
    assert Key("weight", 2, 1, 3).sender == (1, 3)
    assert Key("weight", 2, 1, 3, source_layer=0).sender == (0, 3)
    assert Key("slope", 2, 1, 3).sender == (2, 3)
    assert Key("weight", 2, 1, 3).receiver == (2, 1)
    assert Key("learning_rate").receiver is Key("learning_rate").sender is None


def test_public_names_have_one_home():
    """A name that stands for different things in three modules or more has to be told apart."""
    done = subprocess.run(
        [sys.executable, str(PACKAGE.parent / "tools" / "shared_names.py")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "names have three homes or more" in done.stdout


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_function_is_longer_than_a_page(path):
    """What does not fit on one is two."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]

    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60] == []


LONG_TABLES = {
    "maths/kind_records.py": "one record for each kind of quantity",
    "notation/notations.py": "one entry for each book's notation",
}
"""Modules that hold one entry below the other, and nothing to be found between them."""


def test_no_module_is_longer_than_four_hundred_lines():
    """A longer one holds two ideas, and becomes two modules; a table of entries holds one."""
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }

    assert {place for place, length in lengths.items() if length > 400} == set(LONG_TABLES)


def test_all_tests_wait_equally_long():
    """A limit that is a number of its own is too short where the machine has much else to do."""
    limits = [
        f"{path.name}:{each.value.lineno}"
        for path in Path(__file__).parent.rglob("*.py")
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.keyword) and each.arg == "timeout"
        if ast.unparse(each.value) != "PATIENCE"
    ]

    assert limits == []


STARTS = {
    ("step", "two-three-two"): {
        "bpcalc.exercise.net_norm_reader",
        "bpcalc.exercise.drawn_weights",
        "bpcalc.maths.rationals",
        "bpcalc.notation.math_symbols",
        "bpcalc.report.markdown",
        "fractions",
        "rich",
    },
    ("--help",): {"yaml", "bpcalc.exercise.scalars", "rich", "bpcalc.maths.expr"},
    ("check", "--help"): {"bpcalc.report.document", "bpcalc.report.tex", "bpcalc.exercise.spec"},
    ("examples",): {"bpcalc.exercise.reader", "bpcalc.exercise.spec", "bpcalc.notation.notations"},
    ("check", "mazur", "net_h1=0.3775"): {"bpcalc.report.markdown", "bpcalc.report.tex"},
    ("new", "--seed", "3"): {
        "bpcalc.checking.marker",
        "bpcalc.checking.submissions.people",
        "bpcalc.cli.run_new_pages",
        "bpcalc.cli.run_versions",
        "bpcalc.report.sheet",
    },
}
"""Commands, and some of what they do not use and so do not wait for."""


@pytest.mark.parametrize("call", STARTS, ids=" ".join)
def test_a_command_waits_for_what_it_uses(call: tuple[str, ...]) -> None:
    """It imports nothing that others use, and what it imports compiles no pattern."""
    code = (
        "import sys; from bpcalc.cli import run; out, sys.stdout = sys.stdout, open(sys.argv[1], "
        "'w', encoding='utf-8'); run(sys.argv[2:]); print(*sys.modules, file=out)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, os.devnull, *call], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())

    assert "bpcalc.cli" in loaded
    assert not STARTS[call] & loaded
    for name in loaded:
        if name.partition(".")[0] == "bpcalc":
            found = importlib.util.find_spec(name)
            assert found
            assert found.origin
            body = ast.parse(Path(found.origin).read_text(encoding="utf-8")).body
            statements = [node for node in body if isinstance(node, (ast.Assign, ast.AnnAssign))]
            assert not [node.lineno for node in statements if "re.compile(" in ast.unparse(node)]
