"""No control character gets through to a terminal or a file, whatever way it comes in."""

import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from bpcalc.cli import run

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
DIRECTIONS = [*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
OTHERS = [*"\u2028\u2029\ufeff\u200b\ufffe", "\udc9b", "\U000e0041"]
SIGNS = [*CONTROLS, *DIRECTIONS, *OTHERS]
TOGETHER = ["\0", *("x".join(SIGNS[at : at + 7]) for at in range(1, len(SIGNS), 7))]
"""All signs, as many in one text as are surely quoted together; a zero ends too much."""

MEANT = {"\n", "\t"}
"""What a report may hold all the same."""

EXERCISE = """\
title: TITLE
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights:
  - [[0.15, 0.20], [0.25, 0.30]]
  - [[0.40, 0.45], [0.50, 0.55]]
biases: [0.35, 0.60]
"""

Calls = Callable[[Path, str], Iterator[list[str]]]
"""Puts a hostile text somewhere, and yields the calls that will meet it."""

WORKED = ("step", "sheet", "audit", "draw", "why", "train")


def _written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return str(path)


def _work(exercise: str) -> Iterator[list[str]]:
    for command in WORKED:
        more = {"why": ["net_h1"], "train": ["--epochs", "2"]}.get(command, [])
        yield [command, exercise, *more]
    yield ["check", exercise, "net_h1=1"]


def in_the_title(folder: Path, text: str) -> Iterator[list[str]]:
    """In the title of an exercise, escaped as YAML can escape everything."""
    yield from _work(_written(folder, "x.yaml", EXERCISE.replace("TITLE", json.dumps(text))))


def in_the_file(folder: Path, text: str) -> Iterator[list[str]]:
    """In an exercise, as it is."""
    yield ["step", _written(folder, "x.yaml", EXERCISE.replace("TITLE", text))]


def in_a_key(folder: Path, text: str) -> Iterator[list[str]]:
    """In a key of an exercise that there is not."""
    yield ["step", _written(folder, "x.yaml", f"{EXERCISE}{json.dumps(text)}: 1\n")]


def in_a_unit(folder: Path, text: str) -> Iterator[list[str]]:
    """In the name of a unit."""
    units = f"units: {{inputs: [{json.dumps(text)}, x]}}\n"
    yield from _work(_written(folder, "x.yaml", EXERCISE + units))


def in_the_name_of_an_exercise(folder: Path, text: str) -> Iterator[list[str]]:
    """In the name of an exercise that there is not."""
    yield from _work(f"{folder}/{text}")


def in_the_name_of_a_broken_file(folder: Path, text: str) -> Iterator[list[str]]:
    """In the name of a file that is no exercise."""
    if text not in ("\0", "/") and "\0" not in text:
        yield ["step", _written(folder, text, "inputs: O\n")]


def in_a_word(folder: Path, text: str) -> Iterator[list[str]]:
    """In an answer on the command line: its name, its value, and alone."""
    yield ["check", "mazur", f"net_h1={text}"]
    yield ["check", "mazur", f"{text}=1"]
    yield ["check", "mazur", text, "net_h1=1"]
    yield ["check", "mazur", text]
    yield ["check", "mazur", f"net_h1={text}", "--format", "json"]


def in_json_answers(folder: Path, text: str) -> Iterator[list[str]]:
    """In answers as JSON: whose they are, what is called and what is written so."""
    content = json.dumps({"student": text, "net_h1": text, text: 1, "net_h2": "0.3" + text})
    path = _written(folder, "a.json", content)
    for name in ("terminal", "markdown", "latex", "html", "json"):
        yield ["check", "mazur", path, "--teacher", "--format", name]


def in_csv_answers(folder: Path, text: str) -> Iterator[list[str]]:
    """In answers as a table."""
    yield ["check", "mazur", _written(folder, "a.csv", f"name,value\nnet_h1,{text}\n{text},1\n")]


def in_yaml_answers(folder: Path, text: str) -> Iterator[list[str]]:
    """In answers as YAML."""
    yield ["check", "mazur", _written(folder, "a.yaml", f"net_h1: {json.dumps(text)}\n{text}: 1\n")]


def in_a_class(folder: Path, text: str) -> Iterator[list[str]]:
    """In the table of a class, with reports written."""
    table = f"student,net_h1,{text}\n{text},{text},1\nLi,0.3775,2\n"
    path = _written(folder, "class.csv", table)
    yield ["grade", "mazur", path, "-o", str(folder / "reports")]
    yield ["grade", "mazur", path]


def in_the_name_of_a_sheet(folder: Path, text: str) -> Iterator[list[str]]:
    """In the name of a student's file."""
    if "\0" not in text:
        (folder / "sheets").mkdir(exist_ok=True)
        _written(folder / "sheets", f"{text}.yaml", f"net_h1: [{text}\n")
        yield ["grade", "mazur", str(folder / "sheets"), "-o", str(folder / "reports")]


def in_a_table_of_samples(folder: Path, text: str) -> Iterator[list[str]]:
    """In a table of samples, and in its name."""
    body = re.sub("(inputs|targets): .*\n", "", EXERCISE.replace("TITLE", "x"))
    _written(folder, "s.csv", f"i1,i2,class\n0,1,{text}\n")
    yield ["step", _written(folder, "x.yaml", f"{body}samples: s.csv\n")]
    yield ["step", _written(folder, "y.yaml", f"{body}samples: {json.dumps(text + '.csv')}\n")]


def in_an_option(folder: Path, text: str) -> Iterator[list[str]]:
    """In what options are given."""
    for option in ("--only", "--unit", "--show", "--notation", "--format", "--decimals", "--lang"):
        yield ["step", "mazur", option, text]
    for option in ("--follow", "--epochs", f"--{text}"):
        yield ["check", "mazur", "net_h1=1", option, text]
    for option in ("--until", "--show-steps", "--history", "--engine", "--every"):
        yield ["train", "mazur", "--epochs", "1", option, text]
    yield ["grade", "mazur", "x.csv", "--shard", text]
    yield ["why", "mazur", text]
    yield ["examples", text]
    yield [text]


def in_the_name_of_an_output(folder: Path, text: str) -> Iterator[list[str]]:
    """In the name of a file that cannot be written."""
    yield ["step", "mazur", "--format", "json", "-o", f"{folder}/missing/{text}"]
    yield ["step", "mazur", "-o", f"x.{text}"]
    yield ["train", "mazur", "--epochs", "1", "--save", f"{folder}/missing/{text}"]


WAYS: list[Calls] = [value for name, value in [*globals().items()] if re.match("in_[a-z_]+$", name)]


def _unsafe(text: str) -> list[str]:
    return sorted({f"U+{ord(sign):04X}" for sign in text if sign in SIGNS and sign not in MEANT})


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_control_character_gets_through(
    way: Calls, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the way, nothing is printed or written but what is meant, and nothing breaks."""
    monkeypatch.chdir(tmp_path)
    met = 0
    for number, signs in enumerate(TOGETHER):
        folder = tmp_path / str(number)
        folder.mkdir()
        before: set[Path] = set()
        for call in way(folder, f"a{signs}b"):
            before = before or {path for path in folder.rglob("*") if path.is_file()}
            assert run(call) in (0, 1, 2, 3), call
            printed = capsys.readouterr()
            met += 1
            assert _unsafe(printed.out + printed.err) == [], call
        for path in folder.rglob("*"):
            if path.is_file() and path not in before and path.suffix not in (".xlsx", ".pdf"):
                text = path.read_text(encoding="utf-8-sig")
                assert _unsafe(text) == [], path
                assert not set(path.name) & set(SIGNS)
    assert met >= len(TOGETHER) - 1


def test_a_page_names_a_file_without_its_control_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, and the file of a practice, say by which call they are marked."""
    monkeypatch.chdir(tmp_path)
    file = _written(Path(), "a\x1b[31m\u202e\x07\u2028b.yaml", EXERCISE)
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", StringIO("0.5\nq\n"))
        assert run(["practice", file]) == 0
    for command in (["new", "--seed", "1"], ["sheet"]):
        assert run([*command, file, "-o", f"{command[0]}.html"]) == 0
    for written in ("practice.yaml", "new.html", "sheet.html"):
        text = Path(written).read_text(encoding="utf-8")
        assert _unsafe(text) == [], written
        assert "[31m" in text


def test_a_colour_of_a_student_is_not_shown_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where reports are coloured, the codes of others are still only shown."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    answers = _written(
        tmp_path, "a.json", json.dumps({"student": "a\x1b[8mb", "net_h1": "\x1b[7m"})
    )

    assert run(["check", "mazur", answers]) == 1

    printed = capsys.readouterr().out
    assert "\x1b[1m" in printed
    assert "\x1b[8m" not in printed
    assert "\x1b[7m" not in printed
    assert r"a\x1b[8mb" in printed


def test_json_keeps_what_a_student_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In JSON an unsafe character is escaped, so that a program still reads what was written."""
    written = "0.3\u202e\x1b[1m\x9b"
    answers = _written(tmp_path, "a.json", json.dumps({"net_h1": written}))

    run(["check", "mazur", answers, "--format", "json"])

    (mark,) = [m for m in json.loads(capsys.readouterr().out)["marks"] if m["name"] == "net_h1"]
    assert mark["written"] == written
