"""The server answers all that it was asked, line by line, and ends when it is told to."""

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing import resource_tracker, spawn
from typing import Any

import pytest

import bpcalc
from bpcalc.assistant import limited, server
from bpcalc.cli.commands import mcp
from bpcalc.errors import BpcalcError
from tests.helpers.patience import PATIENCE

pytest.importorskip("mcp", reason="mcp is not installed")

SERVER = [sys.executable, "-m", "bpcalc", "mcp"]

Message = dict[str, Any]

FIRST: Message = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}

PING: Message = {"jsonrpc": "2.0", "id": "ping", "method": "ping"}


def call(asked: int, tool: str, **arguments: Any) -> Message:
    """Return the call of a tool."""
    parameters = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": asked, "method": "tools/call", "params": parameters}


def piped(*messages: Message | bytes) -> list[Message]:
    """Return what the server answers where all messages come at once, and then no more."""
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in messages]
    done = subprocess.run(
        SERVER, input=b"\n".join(lines), capture_output=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_id(answers: list[Message]) -> dict[Any, Message]:
    """Return the answers by what they answer; each comes once."""
    found = {answer["id"]: answer for answer in answers}
    assert len(found) == len(answers)
    return found


def test_all_that_was_asked_is_answered_before_the_end() -> None:
    """Also where the input ends at once; many calls do not hinder each other."""
    names = ["net_h1", "out_h1", "delta_o1", "w5_new", "E_total"]
    calls = [call(n, "why", exercise="mazur", name=name) for n, name in enumerate(names, 1)]
    large = call(9, "step", exercise="mazur", epochs=10)

    answers = by_id(piped(FIRST, large, *calls, PING))

    assert set(answers) == {0, 1, 2, 3, 4, 5, 9, "ping"}
    assert answers[0]["result"]["serverInfo"] == {"name": "bpcalc", "version": bpcalc.__version__}
    assert set(answers[0]["result"]["capabilities"]) - {"experimental"} == {"tools"}
    for n, name in enumerate(names, 1):
        result = answers[n]["result"]
        assert result["structuredContent"]["lines"][-1]["name"] == name
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
    lines = answers[9]["result"]["structuredContent"]["lines"]
    assert len(lines) == len(bpcalc.solve("mazur", 10).lines)


REFUSED: list[tuple[bytes, int, object]] = [
    (b"{broken", -32700, None),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "ping"', -32700, None),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": NaN}}', -32700, 1),
    (b"[NaN]", -32700, None),
    (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": "\\ud800"}}', -32700, None),
    (b'{"jsonrpc": "2.0", "id": 1' + b"0" * 5000 + b', "method": "ping"}', -32700, None),
    (b"[" * 100_000, -32700, None),
    ("习题".encode("gbk"), -32700, None),
    (b"[]", -32600, None),
    (b"3", -32600, None),
    (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', -32600, None),
    (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600, None),
    (b'{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}', -32600, None),
    (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600, None),
    (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600, 1),
    (b'{"id": "a", "method": "ping"}', -32600, "a"),
    (b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": [1]}', -32600, 2),
    (b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call"}', -32602, 2),
    (b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": 3}}', -32602, 2),
    (
        b'{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "step", '
        b'"arguments": [1]}}',
        -32602,
        2,
    ),
    (b'"' + b"x" * 5_000_000 + b'"', -32600, None),
]


def test_a_line_that_is_no_request_is_answered_with_an_error() -> None:
    """In the order of the lines, each in one sentence; what follows is served as ever."""
    answers = piped(FIRST, b"", *(line for line, _, _ in REFUSED), b" \r", PING)

    errors = [answer for answer in answers if "error" in answer]
    assert [(error["error"]["code"], error["id"]) for error in errors] == [
        (code, asked) for _, code, asked in REFUSED
    ]
    for error in errors:
        assert error["error"]["message"].isprintable()
        assert len(error["error"]["message"]) < 200
    assert [answer["id"] for answer in answers if "result" in answer] == [0, "ping"]


def test_what_a_tool_does_not_take_is_one_sentence_of_ours() -> None:
    """No text of the library's validator; foreign names come back without control characters."""
    foreign = "A\x1b[31m\u202e\x9bZ"

    answers = by_id(
        piped(
            FIRST,
            call(1, foreign),
            call(2, "step", exercise="mazur", epochs=True),
            call(3, "check", exercise="mazur", answers={"net_h1": True}),
            call(4, "step", exercise="mazur", **{foreign: 1}),
            {"jsonrpc": "2.0", "id": 5, "method": foreign},
            call(6, "step", exercise="标题: 中文"),
        )
    )

    for asked in (1, 2, 3, 4, 6):
        assert answers[asked]["result"]["isError"]
    texts = [answers[asked]["result"]["content"][0]["text"] for asked in (1, 2, 3, 4, 6)]
    assert texts[0].startswith("there is no tool `A\\x1b[31m\\u202e\\x9bZ`")
    assert texts[1] == "`epochs` is a whole number, not true"
    assert texts[2] == "in `answers`, `net_h1` is a number or its text, not true"
    assert "标题" in texts[4]
    assert all(line.isprintable() for text in texts for line in text.splitlines())
    assert all(str(part).isprintable() for part in answers[5]["error"].values())


def test_numbers_among_the_answers_keep_their_zeros() -> None:
    """As texts do, or 0.7510 would be 0.751 and have a digit too few."""
    line = (
        b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "check", '
        b'"arguments": {"exercise": "mazur", "answers": {"out_o1": 0.7510, '
        b'"net_h1": 0.3775, "net_h2": 3925e-4, "out_h1": 1}}}}'
    )

    (_, answer) = piped(FIRST, line)

    marks = answer["result"]["structuredContent"]["marks"]
    given = {one["name"]: one["written"] for one in marks if one["verdict"] != "blank"}
    assert given == {"out_o1": "0.7510", "net_h1": "0.3775", "net_h2": "3925e-4", "out_h1": "1"}


def test_no_more_calls_are_at_work_than_there_are_processors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others wait, and their time does not run yet."""
    at_work: list[int] = []
    most: list[int] = []

    async def at_its_work(_name: str, _arguments: dict[str, Any]) -> dict[str, Any]:
        at_work.append(1)
        most.append(len(at_work))
        for _ in range(5):
            await asyncio.sleep(0)
        at_work.pop()
        return {}

    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(server, "_in_its_process", at_its_work)

    async def many() -> None:
        served = server.Server()
        await asyncio.gather(*(served._called("step", {"exercise": "mazur"}) for _ in range(8)))

    asyncio.run(many())

    assert len(most) == 8
    assert max(most) == 3


def test_a_call_that_is_taken_back_is_waited_for_no_more() -> None:
    """The library does not answer it."""
    taken_back = {
        "jsonrpc": "2.0",
        "method": "notifications/cancelled",
        "params": {"requestId": 1},
    }

    answers = piped(FIRST, call(1, "step", exercise="mazur"), taken_back, PING)

    assert {answer["id"] for answer in answers if "result" in answer} == {0, "ping"}


def test_a_request_with_an_answer_in_it_is_refused() -> None:
    """The library would take it for an answer, and the server wait for its own for ever."""
    error = {**PING, "id": 5, "error": {"code": 1, "message": "x"}}
    answers = piped(FIRST, error, {**PING, "id": 6, "result": {}}, PING)

    told = {answer["id"]: answer for answer in answers}
    assert told[5]["error"]["code"] == told[6]["error"]["code"] == -32600
    assert "result" in told["ping"]


def test_taking_back_what_nobody_asked_is_passed_over() -> None:
    """What is no id takes nothing back, and ends nothing."""
    taken_back: list[Message] = [
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": asked}}
        for asked in ([1], None)
    ]

    answers = piped(FIRST, *taken_back, call(1, "step", exercise="mazur"), PING)

    assert {answer["id"] for answer in answers if "result" in answer} == {0, 1, "ping"}


@pytest.mark.skipif(os.name != "posix", reason="a POSIX signal")
@pytest.mark.parametrize(
    ("number", "messages"),
    [
        (signal.SIGINT, []),
        (signal.SIGINT, [call(n, "new", seed=n) for n in range(1, 6)]),
        (signal.SIGTERM, [call(1, "new", seed=1)]),
    ],
)
def test_a_signal_ends_the_server_while_its_input_is_open(
    number: signal.Signals, messages: list[Message]
) -> None:
    """After Ctrl-C with the exit code of every command, also with calls at work.

    The signal reaches all its processes, as in a terminal.
    """
    with subprocess.Popen(SERVER, stdin=-1, stdout=-1, stderr=-1, start_new_session=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        lines = [json.dumps(message) for message in (FIRST, *messages)]
        server.stdin.write("".join(f"{line}\n" for line in lines).encode())
        server.stdin.flush()
        server.stdout.readline()  # it serves

        os.killpg(server.pid, number)

        assert server.wait(PATIENCE) == 128 + number
        assert server.stderr is not None
        assert server.stderr.read() == b""


def test_a_signal_waits_for_a_process_that_is_being_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Left without its work, it would tell of that in a traceback."""
    order: list[object] = []

    class Starting:
        def acquire(self, timeout: float) -> bool:
            order.append("started")
            return timeout > 0

    def calls_at_work() -> list[object]:
        order.append("calls")
        return []

    monkeypatch.setattr(limited, "STARTING", Starting())
    monkeypatch.setattr(multiprocessing, "active_children", calls_at_work)
    monkeypatch.setattr(os, "_exit", order.append)

    mcp._end(signal.SIGTERM, None)

    assert order == ["started", "calls", 128 + signal.SIGTERM]


@pytest.mark.skipif(not os.access("/bin/false", os.X_OK), reason="needs a program that only ends")
def test_a_process_that_dies_at_its_start_ends_its_call_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However long its arguments are, which it has not read; the next call is served."""
    resource_tracker.ensure_running()
    monkeypatch.setattr(spawn, "_python_exe", os.fsencode("/bin/false"))
    with pytest.raises(BpcalcError, match="failed here"):
        limited.called("step", {"exercise": "x" * 1_000_000})
    monkeypatch.undo()

    with pytest.raises(BpcalcError, match="longer than"):
        limited.called("step", {"exercise": "x" * 1_000_000})


def test_arguments_that_are_none_end_nothing() -> None:
    """Whatever stands there, what comes behind is answered."""
    lines: list[Message] = [
        {"jsonrpc": "2.0", "id": 7, "method": "ping", "params": {"arguments": [0.5]}},
        {"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "step", "arguments": "x"}},
        {"jsonrpc": "2.0", "method": "tools/call", "params": [0.5]},
    ]
    pings = [{**PING, "id": f"behind {place}"} for place in range(len(lines))]

    answers = by_id(
        piped(FIRST, *(each for pair in zip(lines, pings, strict=True) for each in pair))
    )

    assert all("result" in answers[ping["id"]] for ping in pings)


def test_an_answer_without_bounds_is_refused_with_or_without_a_sign() -> None:
    """No float holds it, and no student writes it."""
    line = json.dumps(call(1, "check", exercise="mazur", answers={"net_h1": 7})).encode()

    (_, answer) = piped(FIRST, line.replace(b": 7}", b": -1e999}"))

    text = answer["result"]["content"][0]["text"]
    assert text.startswith("in `answers`, `net_h1` is a number or its text, not ")
