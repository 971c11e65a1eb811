"""Which language is spoken, and where Chinese cannot be written."""

import gettext
import os
import subprocess
import sys

import pytest
from speaking import Speak, chinese_in

import bpcalc
from bpcalc import locale
from bpcalc.cli import run
from bpcalc.locale.preference import preferred

ORDER = ["BPCALC_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run bpcalc in a process of its own, with no language but the one given."""
    kept = {name: value for name, value in os.environ.items() if name not in ORDER}
    return subprocess.run(
        [sys.executable, "-m", "bpcalc", *arguments],
        capture_output=True,
        env=kept | environment,
        check=False,
    )


@pytest.mark.parametrize("place", range(len(ORDER)), ids=ORDER)
def test_what_comes_first_wins(place: int) -> None:
    """A variable counts for more than all those behind it."""
    environment = dict.fromkeys(ORDER[place + 1 :], "en_GB.UTF-8")

    assert preferred(environment | {ORDER[place]: "zh_CN.UTF-8"}) == "zh"
    assert preferred(dict.fromkeys(ORDER[place + 1 :], "zh_CN") | {ORDER[place]: "en"}) == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_Hans_CN.UTF-8@pinyin"}, "zh"),
        ({"LANG": "ZH-cn"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN", "LANGUAGE": "zh"}, "en"),
        ({"LC_ALL": "C", "BPCALC_LANG": "zh"}, "zh"),
        ({"LANGUAGE": "fr:zh_CN:en", "LANG": "fr_FR.UTF-8"}, "zh"),
        ({"LANGUAGE": "en:zh", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"BPCALC_LANG": "klingon", "LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_locales_are_understood(environment: dict[str, str], language: str) -> None:
    """The names that systems give their locales lead to a language."""
    assert preferred(environment) == language


@pytest.mark.parametrize(
    "arguments",
    [["--lang", "zh", "examples", "-h"], ["examples", "-h", "--lang=zh"], ["--lang=zh", "-h"]],
)
def test_the_option_wins_wherever_it_stands(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`--lang` counts for more than the environment, before the command and behind it."""
    assert run(arguments) == 0

    assert capsys.readouterr().out.startswith("用法：")


def test_an_unknown_language_is_refused(chinese: Speak) -> None:
    """A wrong `--lang` is one sentence, in the language that would be spoken without it."""
    said = chinese("step", "--lang", "fr", code=2)

    assert said.splitlines()[-1] == "错误：'--lang' 的值不正确：'fr' 不在 'en'、'zh' 之中。"


def test_python_programs_choose_with_use() -> None:
    """`bpcalc.locale.use` settles the language of what the package says to a program."""
    locale.use("zh")
    with pytest.raises(bpcalc.BpcalcError, match="这次计算中没有名为`net_h9`的量"):
        bpcalc.solve("mazur").line("net_h9")

    locale.use("en")
    with pytest.raises(bpcalc.BpcalcError, match="there is no quantity `net_h9`"):
        bpcalc.solve("mazur").line("net_h9")

    with pytest.raises(ValueError, match="no language 'fr'"):
        locale.use("fr")


def test_the_environment_is_left_as_it_was(chinese: Speak) -> None:
    """What gettext says is borrowed for a command line, and given back."""
    before = dict(os.environ), gettext.dgettext, gettext.dngettext

    chinese("examples", "--help")

    assert (dict(os.environ), gettext.dgettext, gettext.dngettext) == before


def test_a_process_follows_its_locale() -> None:
    """A student in a Chinese locale is spoken to in Chinese, click's own words included."""
    result = process("step", "--lng", LANG="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")

    assert result.returncode == 2
    assert result.stderr.decode().startswith("用法：bpcalc step [选项] [习题]...\n运行")


@pytest.mark.parametrize(
    "arguments", [("step", "mazur"), ("train", "xor", "--epochs", "9", "--until", "0")]
)
def test_a_chinese_console_keeps_the_words(arguments: tuple[str, ...]) -> None:
    """In GBK, Chinese is written and the signs that GBK has not become ASCII names."""
    result = process(*arguments, LANG="zh_CN.GBK", PYTHONIOENCODING="gbk", COLUMNS="80")
    text = result.stdout.decode("gbk")

    assert chinese_in(text)
    assert "?" not in text
    assert not set("δη∂⁺─") & set(text)


def test_help_survives_a_chinese_console() -> None:
    """A help page with a ∂ in it is no reason to crash."""
    result = process("step", "--help", LANG="zh_CN.GBK", PYTHONIOENCODING="gbk")

    assert "同时求出 dE/dinput。" in result.stdout.decode("gbk")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_english_where_chinese_cannot_be_written(encoding: str) -> None:
    """Better English than question marks."""
    result = process("step", "mazur", "--lang", "zh", PYTHONIOENCODING=encoding, COLUMNS="80")
    text = result.stdout.decode(encoding)

    assert "Forward pass" in text
    assert "?" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_imports_little(language: str) -> None:
    """Neither numpy nor Babel nor rich is imported to show a help page."""
    code = (
        "import sys; from bpcalc.cli import run; run(['step', '--help', '--lang', sys.argv[1]]);"
        "print({'numpy', 'babel', 'rich', 'yaml'} & set(sys.modules), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, language],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )

    assert result.stderr.decode().strip() == "set()"


def test_english_loads_no_catalogue() -> None:
    """Who reads English does not wait for Chinese."""
    code = "import sys; from bpcalc.locale import say; say('x'); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    loaded = result.stdout.decode().split()
    assert "bpcalc.locale" in loaded
    assert not {"gettext", "bpcalc.locale.catalogue"} & {*loaded}


def test_a_language_that_is_not_spoken_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, on standard error, unless the call names another one."""
    for name in ORDER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BPCALC_LANG", "fr")

    assert run(["step"]) == 0
    said = capsys.readouterr().err
    assert said.count("BPCALC_LANG is `fr`; expected one of en, zh.") == 1

    assert run(["step", "--lang", "en"]) == 0
    assert "BPCALC_LANG" not in capsys.readouterr().err
    for known in ("", "zh_TW.UTF-8", "C", "EN"):
        monkeypatch.setenv("BPCALC_LANG", known)
        assert run(["step"]) == 0
        assert "BPCALC_LANG" not in capsys.readouterr().err
