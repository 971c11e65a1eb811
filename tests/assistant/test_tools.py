"""The server for assistants: its numbers are those of the page, and it keeps to its limits."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

import bpcalc
from bpcalc.assistant import limited
from bpcalc.assistant.tools import TOOLS
from bpcalc.cli import run
from bpcalc.errors import BpcalcError, MissingExtra

TEXT = """
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights: [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]]
biases: [0.35, 0.60]
"""


def test_step_gives_the_lines_of_the_page() -> None:
    """Of a text as of a built-in exercise; all of JSON."""
    lines = TOOLS["step"](TEXT)["lines"]

    solution = bpcalc.solve(TEXT)
    assert [(each["name"], each["shown"]) for each in lines] == [
        (line.name, line.shown) for line in solution.lines
    ]
    only = TOOLS["step"]("mazur", kinds=["delta"])
    assert {line["kind"] for line in only["lines"]} == {"delta"}
    assert json.loads(json.dumps(only)) == only


def test_why_check_and_new() -> None:
    """Each as the command of its name."""
    why = TOOLS["why"]("mazur", "w5_new")
    assert why["lines"][-1]["shown"] == "0.358916"
    marked = TOOLS["check"]("mazur", {"net_h1": "0.3775", "delta_o1": "0.7414"})
    assert marked["first_error"] == "delta_o1"
    assert marked["findings"][0]["id"] == "no_fprime"
    made = TOOLS["new"](exercise="mazur", seed=3)
    assert made["exercise"] == bpcalc.new("mazur", seed=3).text
    assert bpcalc.load(made["exercise"]).sizes == (2, 2, 2)
    for result in (why, marked, made):
        assert json.loads(json.dumps(result)) == result


NO_FILE = "over MCP an exercise has no file beside it; write the samples into the exercise"


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("step", {"exercise": "/etc/passwd"}, "expected the text of an exercise"),
        ("step", {"exercise": "configs/mazur.yaml"}, "expected the text of an exercise"),
        ("step", {"exercise": "samples: /etc/x.csv\nweights: [[[1]]]"}, NO_FILE),
        ("step", {"exercise": "samples: data.csv\nweights: [[[1]]]"}, NO_FILE),
        ("step", {"exercise": f"{TEXT}notation: /etc/x.yaml\n"}, NO_FILE),
        ("step", {"exercise": "mazur", "epochs": 1000}, "from 1 to 20 epochs"),
        ("step", {"exercise": "mazur", "kinds": ["deltas"]}, "choose from"),
        ("step", {"exercise": "mazur", "kinds": ["net", "deltas"]}, "`deltas`; choose from"),
        ("new", {"exercise": "mazur", "seed": -1}, "`seed` is a whole number from 0 on, not -1"),
        ("new", {"layers": []}, "two whole numbers or more"),
        ("step", {"exercise": "inputs: [1]\n" * 10_000}, "longer than"),
        ("why", {"exercise": "mazur", "name": "w99"}, "w99"),
        ("check", {"exercise": "mazur", "answers": {"net_h1": "1" * 70_000}}, "longer than"),
        ("new", {"layers": [9, 9, 9]}, "at most 6 layers"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(name: str, arguments: dict[str, Any], says: str) -> None:
    """No file is read, and nothing large is begun."""
    with pytest.raises(BpcalcError, match=says):
        TOOLS[name](**arguments)


def test_a_call_has_its_time_and_its_process() -> None:
    """What takes longer is ended; errors come back as their sentences."""
    assert limited.called("why", {"exercise": "mazur", "name": "net_h1"}, seconds=600.0)["lines"]
    with pytest.raises(BpcalcError, match="w99"):
        limited.called("why", {"exercise": "mazur", "name": "w99"}, seconds=600.0)
    with pytest.raises(BpcalcError, match="longer than 0"):
        limited.called("step", {"exercise": "mazur"}, seconds=0.0)
    given_up = Event()
    given_up.set()
    with pytest.raises(BpcalcError):
        limited.called("step", {"exercise": "mazur"}, 600.0, given_up)


def test_the_time_of_a_call_begins_before_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody waits for that as well; it was not counted."""
    usual = limited.deaf_to_interrupts
    started = []

    @contextmanager
    def slow(*, spawned: bool) -> Iterator[None]:
        with usual(spawned=spawned):
            yield
        started.append(30.0)

    monkeypatch.setattr(limited, "deaf_to_interrupts", slow)
    monkeypatch.setattr(limited, "monotonic", lambda: sum(started))
    with pytest.raises(BpcalcError, match="longer than 20 seconds"):
        limited.called("why", {"exercise": "mazur", "name": "net_h1"}, seconds=20.0)


def test_a_fault_of_ours_is_told_as_one(capfd: pytest.CaptureFixture[str]) -> None:
    """Its traceback is on standard error; it was taken for a lack of memory."""
    with pytest.raises(BpcalcError, match="bpcalc itself failed"):
        limited.called("why", {"exercise": "mazur"}, seconds=600.0)

    assert "TypeError" in capfd.readouterr().err


def test_without_the_package_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for every extra."""
    for name in ("mcp", "mcp.types", "mcp.server.stdio", "mcp.server.lowlevel"):
        monkeypatch.setitem(sys.modules, name, None)
    assert run(["mcp"]) == MissingExtra.exit_code
    assert "bpcalc[mcp]" in capsys.readouterr().err


def test_a_client_calls_the_tools(tmp_path: Path) -> None:
    """Over standard input and output, with a schema for every argument."""
    pytest.importorskip("mcp", reason="mcp is not installed")
    import anyio
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bpcalc", "mcp"],
        env={"PYTHONPATH": ":".join([str(Path(bpcalc.__file__).parent.parent), *sys.path])},
    )

    async def talk() -> None:
        async with stdio_client(server) as streams, ClientSession(*streams) as session:
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            assert set(tools) == set(TOOLS)
            step = tools["step"].model_dump(by_alias=True)["inputSchema"]
            assert set(step["properties"]) == {"exercise", "epochs", "kinds"}
            assert step["required"] == ["exercise"]
            result = await session.call_tool("why", {"exercise": TEXT, "name": "w5_new"})
            assert "0.358916" in result.model_dump_json()
            wrong = await session.call_tool("why", {"exercise": TEXT, "name": "w99"})
            dumped = wrong.model_dump(by_alias=True)
            assert dumped["isError"]
            assert "w99" in str(dumped["content"])
            assert step["additionalProperties"] is False
            other = await session.call_tool("new", {"like": "mazur", "seed": 1})
            dumped = other.model_dump(by_alias=True)
            assert dumped["isError"]
            assert "like" in str(dumped["content"])

    anyio.run(talk)


def test_numbers_are_taken_for_what_they_print() -> None:
    """An assistant may write an answer as a number of JSON; a text keeps its zeros."""
    check = TOOLS["check"]
    numbers = check("mazur", {"net_h1": 0.3775, "delta_o1": 0.7414})
    assert numbers == check("mazur", {"net_h1": "0.3775", "delta_o1": "0.7414"})
    assert numbers["first_error"] == "delta_o1"


def test_of_many_marks_those_without_an_answer_are_left_out() -> None:
    """How many there are is told, as for the lines of `step`."""
    inputs = ", ".join(["0.5"] * 12)
    text = (
        f"learning_rate: 0.5\nweights: [[{', '.join([f'[{inputs}]'] * 12)}]]\nbiases: [0.1]\n"
        f"samples: [{', '.join([f'{{inputs: [{inputs}], targets: [{inputs}]}}'] * 10)}]\n"
    )

    marked = TOOLS["check"](text, {"net_o1@s1": "3.1", "net_o2@s1": "9"})

    assert [(each["name"], each["verdict"]) for each in marked["marks"]] == [
        ("net_o1", "right"),
        ("net_o2", "unexplained"),
    ]
    assert marked["left_out"] + 2 == marked["max_score"]
    small = TOOLS["check"]("mazur", {"net_h1": "0.3775"})
    assert (small["left_out"], len(small["marks"])) == (0, 31)


FOREIGN = "A\x1b[31m\u202e\x9bZ"

MARK = "A\\x1b[31m\\u202e\\x9bZ"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("check", {"exercise": "mazur", "answers": {"net_h1": f"0.37{FOREIGN}", FOREIGN: "1"}}),
        ("step", {"exercise": f'title: "A\\e[31m\\u202E\\x9bZ"\n{TEXT}'}),
        ("step", {"exercise": f"title: {FOREIGN}\n{TEXT}"}),
        ("step", {"exercise": FOREIGN}),
        ("step", {"exercise": "mazur", "kinds": [FOREIGN]}),
        ("why", {"exercise": "mazur", "name": FOREIGN}),
        ("new", {"exercise": f'title: "A\\u202E\\x9bZ"\n{TEXT}'}),
    ],
)
def test_foreign_text_comes_back_without_control_characters(
    name: str, arguments: dict[str, Any]
) -> None:
    """Direction marks and escapes are told as such, in results and in refusals."""
    try:
        said = json.dumps(limited.called(name, arguments, seconds=600.0), ensure_ascii=False)
    except BpcalcError as error:
        said = str(error)

    assert all(part.isprintable() for part in said.replace("\n", "").split("\t"))


def test_names_of_foreign_answers_are_cleaned_too() -> None:
    """They are told as they are written in Python."""
    told = limited.fit_to_print({FOREIGN: [FOREIGN, ("1", 2.5)]})

    assert told == {MARK: [MARK, ["1", 2.5]]}


def test_what_was_taken_in_a_reading_is_told() -> None:
    """As on the command line, where it stands on standard error."""
    text = TEXT + "loss: cross_entropy\n"

    for name, arguments in (
        ("step", {}),
        ("why", {"name": "net_h1"}),
        ("check", {"answers": {"net_h1": "0.3775"}}),
        ("new", {"seed": 1}),
    ):
        notices = TOOLS[name](text, **arguments)["notices"]
        assert [note.split(":")[0] for note in notices] == ["text"], name
        assert "binary_cross_entropy" in notices[0]
    assert TOOLS["step"]("mazur")["notices"] == []
