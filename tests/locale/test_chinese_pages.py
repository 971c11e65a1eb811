"""What a Chinese reader sees: whole pages, aligned tables, no English left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pyte
import pytest
from speaking import ROOT, Speak, chinese_in

import bpcalc.cli
from bpcalc.cli import run

GOLDEN = ROOT / "tests" / "golden" / "zh"
COMMANDS = bpcalc.cli.cli.list_commands(click.Context(bpcalc.cli.cli))
ENGLISH = re.compile(r"[A-Za-z]{2,}[a-z,;.]* [A-Za-z]{2,}[a-z,;.]* [A-Za-z]{2,}")
TABLES = [
    ("step", "two-three-two"),
    ("step", "thresholds"),
    ("step", "batch-momentum"),
    ("train", "xor", "--epochs", "20", "--until", "0"),
    ("notations",),
]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("step-two-three-two", ["step", "two-three-two"]),
        ("step-thresholds", ["step", "thresholds"]),
        ("train-xor", ["train", "xor", "--epochs", "20", "--until", "0"]),
    ],
)
def test_golden(
    name: str,
    arguments: list[str],
    chinese: Speak,
    write_golden: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whole pages, compared sign by sign; `pytest --write-golden` rewrites them."""
    monkeypatch.setattr("bpcalc.cli.run_train.drawn", lambda *_, **__: "")
    path = GOLDEN / f"{name}.txt"

    text = chinese(*arguments)

    if write_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_terms_of_the_notes_are_used(chinese: Speak) -> None:
    """The worked solution speaks as the lecture does."""
    text = chinese("step", "two-three-two")

    for term in (
        *("已知条件", "学习率", "前向传播", "净输入", "输出", "计算误差", "误差反向传播"),
        *("输出层误差", "隐藏层误差", "误差项", "梯度", "更新权重", "更新后的权重", "偏置"),
        *("公式", "代入数值", "结果"),
    ):
        assert term in text


def test_help_is_chinese_after_it_was_english(chinese: Speak) -> None:
    """Click keeps the option `--help` of a command; what it has kept is not shown."""
    bpcalc.cli.cli.get_help_option(click.Context(bpcalc.cli.cli))

    assert "显示本帮助并退出。" in chinese("--help")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(command: str, chinese: Speak) -> None:
    """No help page has an English sentence left, and none is wider than the terminal."""
    text = chinese(*filter(None, [command]), "--help")

    assert ENGLISH.findall(text) == []
    assert "Usage" not in text
    assert "Options" not in text
    assert "显示本帮助并退出。" in text
    assert max(len(line.rstrip()) for line in on_screen(text, 400)) <= 80


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["step", "--nothing"], "没有 "),
        (["stepp"], "你要用的是不是`step`"),
        (["walk"], "没有 "),
        (["step", "--decimals"], "`--decimals` 后面要有取值：--decimals 整数"),
        (["step", "--decimals", "x"], "应为 0 到 100 之间的整数，实际是`x`"),
        (["step", "--decimals", "999"], "应为 0 到 100 之间的整数，实际是`999`"),
        (["step", "--format", "rtf"], "不在"),
        (["why", "mazur", "net_h1", "more"], "多了参数：more"),
        (["step", "nothing.yaml"], "没有这个文件"),
        (["step", "mazur", "-o", "/nowhere/at/all.txt"], "没有这个文件或文件夹"),
        (["step", "mazur", "--only", "nett"], "你要的是不是`net`？"),
        (["why", "mazur", "net_h7"], "没有名为`net_h7`的量"),
    ],
)
def test_errors_are_chinese(arguments: list[str], says: str, chinese: Speak) -> None:
    """What is wrong with a call is said in Chinese, whoever finds it."""
    text = chinese(*arguments, code=2)

    assert says in text
    assert ENGLISH.findall(text) == []


def test_faults_of_an_exercise_are_chinese(tmp_path: Path, chinese: Speak) -> None:
    """The faults of a file are said in Chinese; file, line and column stay as editors want them."""
    path = tmp_path / "exercise.yaml"
    path.write_text("inputs: [0.05，O.1]\nlernrate: 1\nweights:\n  - [[1, 2], [3]]\n")

    lines = chinese("step", str(path), code=2).splitlines()

    assert lines[:2] == [
        f"{path}:1:15: 应为一个数，实际是`O.1`；是不是把数字打成了字母？你要写的是不是 0.1？",
        f"{path}:2:1: 不认识的键`lernrate`；你要写的是不是`learning_rate`？",
    ]
    assert all(chinese_in(line) and not ENGLISH.search(line) for line in lines)


@pytest.mark.parametrize("format_name", ["json", "csv"])
@pytest.mark.parametrize(
    "command",
    [("step", "configs/thresholds.yaml"), ("train", "xor", "--epochs", "5", "--until", "0")],
)
def test_what_programs_read_is_the_same_in_both_languages(
    format_name: str,
    command: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """JSON and CSV of a file are never translated: byte for byte the same."""
    monkeypatch.chdir(Path(__file__).parents[2])
    printed = []
    for language in ("en", "zh"):
        assert run([*command, "--format", format_name, "--lang", language]) == 0
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]
    assert "\n" in printed[0]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
def test_columns_stand_below_their_headings(
    arguments: tuple[str, ...], width: int, chinese: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read back from a terminal, every row of a table keeps to the columns of its headings."""
    monkeypatch.setattr("bpcalc.cli.run_train.drawn", lambda *_: "")
    screen = on_screen(chinese(*arguments, "--width", str(width)), width)

    tables = list(tables_on(screen))

    assert tables
    for starts, rows in tables:
        for row in rows:
            for start in starts[1:]:
                assert row[start - 2 : start] in ("  ", " ≈"), "".join(row)


def on_screen(text: str, width: int) -> list[str]:
    """Return what a terminal shows, one sign a cell; a second half of a wide sign is a `#`."""
    lines = text.splitlines()
    screen = pyte.Screen(width, len(lines) + 1)
    stream = pyte.Stream(screen)
    stream.feed("\r\n".join(lines))
    return [
        "".join(screen.buffer[number][place].data or "#" for place in range(width))
        for number in range(len(lines))
    ]


def tables_on(screen: list[str]) -> Iterator[tuple[list[int], list[str]]]:
    """Yield where the columns of every table start, and its rows."""
    for number, line in enumerate(screen):
        above = screen[number - 1].rstrip() if number else ""
        if re.fullmatch(r"─+\s*", line) and "  " in above:
            starts = [match.start() for match in re.finditer(r"(?<!\S)\S+(?: \S+)*", above)]
            rows = []
            for row in screen[number + 1 :]:
                if not row.strip():
                    break
                rows.append(row)
            yield starts, rows


@pytest.mark.parametrize(
    ("notation", "words"),
    [("mazur", {"权重", "隐藏层"}), ("zhou", {"连接权", "隐层"}), ("hanliqun", {"权值", "隐层"})],
)
def test_headings_follow_the_book(
    notation: str, words: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A weight and a hidden layer have one word on a page: the usual one, or that of its book."""
    assert run(["--lang", "zh", "step", "mazur", "--notation", notation]) == 0
    out = capsys.readouterr().out

    others = {"权重", "连接权", "权值", "隐藏层", "隐层"} - words
    assert {word for word in words if word in out} == words
    assert {word for word in others if word in out} == set()
