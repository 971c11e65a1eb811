"""What those who join are told is true: places exist, forms can be read, the version is right."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest
import yaml

import bpcalc

ROOT = Path(__file__).parents[1]

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CONTRIBUTING.zh.md"])
def test_places_named_are_there(name: str) -> None:
    """Every file and folder of the package, the tests and the tools that the text names exists."""
    text = (ROOT / name).read_text(encoding="utf-8")
    named = re.findall(r"(?:bpcalc|tests|tools)/[\w./-]*[\w]", text, re.ASCII)
    places = [place for place in named if "NAME" not in place]
    assert len(places) > 15
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_both_languages_tell_the_same() -> None:
    """Block by block, heading by heading, place by place."""
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("CONTRIBUTING.md", "CONTRIBUTING.zh.md")
    )
    for what in (r"```\w+\n.*?```", r"^#+ ", r"^\| .*?\|", r"nox -s [\w.-]+"):
        found = [re.findall(what, text, re.DOTALL | re.MULTILINE) for text in (english, chinese)]
        assert len(found[0]) == len(found[1]) > 0
        assert "`" not in what or found[0] == found[1]


def test_citation_names_this_version() -> None:
    """The file of the citation is read by programs, and is of the version of the package."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cited["version"]) == bpcalc.__version__
    assert {"cff-version", "message", "title", "authors", "license"} <= cited.keys()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_forms_can_be_read(form: Path) -> None:
    """A form has a name, a description and fields with labels, and asks for something."""
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    if form.stem == "config":
        assert read == {"blank_issues_enabled": True}
        return
    assert read["name"]
    assert read["description"]
    assert all(field["attributes"]["label"] for field in read["body"])
    assert any(field.get("validations", {}).get("required") for field in read["body"])
    ids = [field["id"] for field in read["body"]]
    assert len(set(ids)) == len(ids)


def test_there_is_a_form_for_each_kind_of_report() -> None:
    """Digits, marks, files and books have forms of their own."""
    assert {form.stem for form in FORMS} == {
        *("config", "wrong-digit", "unfair-mark", "unreadable-file", "new-book"),
    }


EXERCISE = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
activation: [squareplus, sigmoid]
"""

SURFACES = """
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.schema import schema_text
from bpcalc.report.functions import tables
from tools.website.functions import activations

solution = bpcalc.solve(EXERCISE)
out = solution["out_h1"]
marked = bpcalc.check(EXERCISE, {"out_h1": "1.2064"})
trained = bpcalc.train(EXERCISE, epochs=20)
with TemporaryDirectory() as folder:
    exercise = Path(folder) / "exercise.yaml"
    exercise.write_text(EXERCISE, encoding="utf-8")
    pages = {}
    for name in ("live.html", "solution.py", "solution.m", "solution.tex"):
        live = ["--live"] if name == "live.html" else []
        code = run(["step", str(exercise), "-o", str(Path(folder) / name), *live])
        pages[name] = [code, len((Path(folder) / name).read_bytes())]
print(json.dumps({
    "value": str(out.value),
    "substitution": solution.substitution(out),
    "slope": str(solution["dout_h1/dnet_h1"].value),
    "verdict": [mark.verdict for mark in marked.marks if mark.written],
    "errors": [trained.history[0].error, trained.history[-1].error],
    "hand": [str(solution.line("E_total", epoch=1).value)],
    "schema": "squareplus" in schema_text(),
    "functions": "squareplus" in tables(100),
    "reference": "## squareplus" in "\\n".join(activations()),
    "pages": pages,
}))
"""


AT_THE_END = """
from bpcalc.maths import rectifiers
from bpcalc.maths.activations import ACTIVATIONS

if "squareplus" not in ACTIVATIONS:  # somebody may be trying what the text says
    exec(ENTRY, vars(rectifiers))
"""


def entry_shown() -> str:
    """Return the first block of code that the text shows."""
    return blocks_shown()[0]


def blocks_shown() -> list[str]:
    """Return the blocks of code that the text shows: an activation, then three more things."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_the_linter_has_nothing_against_what_is_shown() -> None:
    """Where the text says that it goes; an activation behind two empty lines."""
    edits, written = three_more()
    texts = {"bpcalc/report/formats/tsv.py": written}
    for name in (*edits, "bpcalc.maths.rectifiers"):
        place = f"{name.replace('.', '/')}.py"
        texts[place] = (ROOT / place).read_text(encoding="utf-8")
        for before, after in edits.get(name, ()):
            texts[place] = texts[place].replace(before, after)
    if "squareplus" not in texts[place]:
        texts[place] += f"\n\n{entry_shown()}"
    for place, text in texts.items():
        for words in (["check", "--quiet"], ["format", "--check", "--quiet"]):
            command = [sys.executable, "-m", "ruff", *words, "--stdin-filename", place, "-"]
            done = subprocess.run(command, input=text.encode(), capture_output=True, cwd=ROOT)
            assert (done.returncode, done.stdout) == (0, b""), place


def test_the_entry_that_is_shown_is_all_that_there_is_to_write() -> None:
    """Run in a program of its own, it appears on every surface, with the right numbers."""
    program = f"ENTRY = {entry_shown()!r}\nEXERCISE = {EXERCISE!r}\n{AT_THE_END}\n{SURFACES}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found = json.loads(done.stdout.splitlines()[-1])
    net, root = 0.3775, (0.3775**2 + 4) ** 0.5

    assert float(found["value"]) == pytest.approx((net + root) / 2, rel=1e-15)
    assert float(found["slope"]) == pytest.approx((1 + net / root) / 2, rel=1e-15)
    assert found["substitution"] == "(0.3775 + √(0.3775² + 4))/2"
    assert found["verdict"] == ["right"]
    assert found["errors"][0] == pytest.approx(float(found["hand"][0]), rel=1e-12)
    assert found["errors"][1] < found["errors"][0]
    assert found["schema"]
    assert found["functions"]
    assert found["reference"]
    assert all(code == 0 and size > 1000 for code, size in found["pages"].values())


THREE_MORE = """
import json
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory


class Edited(SourceFileLoader):
    def get_code(self, fullname):
        text = Path(self.path).read_text(encoding="utf-8")
        for before, after in EDITS[fullname]:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        return compile(text, self.path, "exec")


class Finder(PathFinder):
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        spec = super().find_spec(fullname, path, target)
        if fullname in EDITS:
            spec.loader = Edited(fullname, spec.origin)
        return spec


sys.meta_path.insert(0, Finder)
folder = Path(FOLDER)

import bpcalc
import bpcalc.report.formats
from bpcalc.checking.misconceptions import MISCONCEPTIONS
from bpcalc.cli import run
from bpcalc.exercise.schema import schema_text
from bpcalc.notation.notations import NOTATIONS
from tools.website import mistakes

formats = bpcalc.report.formats
formats.__path__.append(FOLDER)
formats.FORMAT_FOLDER.__init__(formats.__name__, formats.__path__)
shown = folder / "shown.tsv"
codes = [
    run(["step", "mazur", "-o", str(shown)]),
    run(["step", "mazur", "--notation", "bishop", "-o", str(folder / "bishop.json")]),
    run(["check", "mazur", "net_h1=0.385", "-o", str(folder / "marked.json")]),
]
entry = next(entry for entry in MISCONCEPTIONS if entry.id == "first_twice")
mark = next(mark for mark in bpcalc.check("mazur", {"net_h1": "0.385"}).marks if mark.written)
print()
print(json.dumps({
    "codes": codes,
    "tsv": shown.read_text(encoding="utf-8").splitlines()[:1],
    "symbols": "a_h1" in (folder / "bishop.json").read_text(encoding="utf-8"),
    "schema": '"bishop"' in schema_text(),
    "named": [mistake.id for mistake in mark.mistakes],
    "worked": mistakes.worked_mistake(entry)["gives"],
}))
"""


NETS = "bpcalc.checking.misconceptions.nets"
SPELLINGS = "bpcalc.notation.notations"


def three_more() -> tuple[dict[str, list[tuple[str, str]]], str]:
    """Return what the text puts where: what to replace in two modules, and a new file."""
    _, notation, mistake, record, written = blocks_shown()
    rules = "\nNET_RULES = (\n"
    edits = {
        SPELLINGS: [
            ("NOTATIONS = tabled(", f"{notation}\n\nNOTATIONS = tabled("),
            ("FAUSETT, NG)", "FAUSETT, NG, BISHOP)"),
        ],
        NETS: [(rules, f"\n{mistake}\n{rules}{indent(record.rstrip(), '    ')},\n")],
    }
    return edits, written


def test_a_notation_a_mistake_and_a_format_are_one_place_each(tmp_path) -> None:
    """Put where the text says, they are used by every command, and nothing else is touched."""
    edits, written = three_more()
    (tmp_path / "tsv.py").write_text(written, encoding="utf-8")
    program = f"EDITS = {edits!r}\nFOLDER = {str(tmp_path)!r}\n{THREE_MORE}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])

    assert found["codes"] == [0, 0, 1]
    assert found["tsv"] == ["i1\t0.05"]
    assert found["symbols"]
    assert found["schema"]
    assert "first_twice" in found["named"]
    assert found["worked"] == "0.385"


def test_tasks_call_what_is_there() -> None:
    """Every task says what it is for, and names files of the project that exist."""
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    sessions = [
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    named = re.findall(r"\"((?:tools|benchmarks|tests)/[\w./]+)\"", text)

    assert len(sessions) > 8
    assert all(ast.get_docstring(session) for session in sessions)
    assert len(named) > 4
    assert [name for name in named if not (ROOT / name).exists()] == []
