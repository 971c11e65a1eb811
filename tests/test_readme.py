"""The README and the pages of docs/ show what the program prints, and their examples run."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest

from bpcalc.cli import run
from bpcalc.exercise.reader import read

ROOT = Path(__file__).parent.parent
READMES = sorted(ROOT.glob("README*.md"))
PAGES = [*READMES, *sorted((ROOT / "docs").glob("*.md"))]
EXERCISE_PAGES = sorted((ROOT / "docs").glob("exercise-file*.md"))
MOST_BYTES = 5000
"""A README is read at one go; everything else stands in docs/."""
SHOWN = re.compile(
    r"<!-- bpcalc (?P<arguments>[^|>]*?)(?: \| (?P<end>head|tail) -n (?P<lines>\d+))? -->\n"
    r"```text\n(?P<text>.*?)```",
    re.DOTALL,
)
PICTURE = re.compile(r"<!-- bpcalc (?P<arguments>.*?) -o (?P<file>docs/\S+) -->\n!\[")
CODE = re.compile(r"```.*?```", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def holding(what: str) -> list[Path]:
    """Return the pages in which that stands."""
    return [path for path in PAGES if what in path.read_text(encoding="utf-8")]


def language_of(page: Path) -> str:
    """Return the language of a page, by its name."""
    return "zh" if page.name.endswith(".zh.md") else "en"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_is_short(readme: Path) -> None:
    """What it is, a picture, the two commands, three things to type, and links."""
    assert len(readme.read_bytes()) <= MOST_BYTES


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_page_is_there_in_both_languages_and_its_links_lead_somewhere(page: Path) -> None:
    """Links within the project are names of files that it has."""
    name = page.name.removesuffix(".md").removesuffix(".zh")
    assert page.with_name(f"{name}.md").exists()
    assert page.with_name(f"{name}.zh.md").exists()
    links = LINK.findall(page.read_text(encoding="utf-8"))
    within = [link for link in links if "://" not in link]

    assert within
    assert [link for link in within if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", [path for path in PAGES if language_of(path) == "zh"], ids=lambda path: path.name
)
def test_a_page_says_the_same_in_both_languages(page: Path) -> None:
    """The same options, figures, headings, points and rows of tables; and no example is missing."""
    whole = [
        path.read_text(encoding="utf-8")
        for path in (page, page.with_name(page.name.replace(".zh", "")))
    ]
    chinese, english = (COMMENT.sub("", CODE.sub("", text)) for text in whole)
    options = set(OPTION.findall(english))

    assert set(OPTION.findall(chinese)) - options <= {"--help", "--lang"}
    assert options <= set(OPTION.findall(chinese))
    assert set(DIGITS.findall(english)) <= set(DIGITS.findall(chinese))
    for what in (r"^#+ ", r"^ *- ", r"^ *\|"):
        assert len(re.findall(what, chinese, re.M)) == len(re.findall(what, english, re.M))
    assert whole[0].count("```") >= whole[1].count("```")


def test_figures_are_the_same_in_both_languages() -> None:
    """What was measured anew is written anew on both pages."""
    english, chinese = (
        set(DIGITS.findall((ROOT / "docs" / name).read_text(encoding="utf-8")))
        for name in ("numbers.md", "numbers.zh.md")
    )
    assert chinese
    assert chinese == english


@pytest.mark.parametrize("name", ["development.md", "development.zh.md"])
def test_the_rooms_stand_in_the_order_of_their_imports(name: str) -> None:
    """As the contract that is checked has them."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    rooms = re.findall(r"`(\w+)`", re.findall(r"`cli` →.*?`locale`", text)[0])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")

    # modules that stand beside one another at the bottom serve all rooms, and are none
    known = [layer.removeprefix("bpcalc.") for layer in layers if " | " not in layer]
    assert rooms == [name for name in known if name not in ("__main__", "errors", "files")]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_page_can_be_reached_from_the_readme(page: Path) -> None:
    """Of the same language."""
    home = ROOT / ("README.zh.md" if language_of(page) == "zh" else "README.md")
    links = LINK.findall(home.read_text(encoding="utf-8"))

    assert page == home or f"docs/{page.name}" in links


@pytest.mark.parametrize("readme", holding("-->\n```text"), ids=lambda path: path.name)
def test_shown_output_is_what_the_program_prints(
    readme: Path,
    write_golden: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every block under a `<!-- bpcalc … -->` comment is the output of that command."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("BPCALC_LANG", language_of(readme))

    def printed(match: re.Match[str]) -> str:
        arguments = match["arguments"].split()
        assert run(arguments) == (1 if arguments[0] == "check" else 0)
        lines = capsys.readouterr().out.splitlines()
        count = int(match["lines"] or len(lines))
        text = "\n".join(lines[-count:] if match["end"] == "tail" else lines[:count]).rstrip()
        start = match.start("text") - match.start()
        return f"{match[0][:start]}{text}\n```"

    text = readme.read_text(encoding="utf-8")

    expected, found = SHOWN.subn(printed, text)

    assert found == text.count("-->\n```text\n")
    if write_golden:
        readme.write_text(expected, encoding="utf-8")
    assert text == expected or write_golden


@pytest.mark.parametrize("readme", holding("-->\n!["), ids=lambda path: path.name)
def test_a_picture_is_what_the_program_draws(
    readme: Path, write_golden: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every picture under a `<!-- bpcalc … -o docs/… -->` comment is what that command writes."""
    monkeypatch.setenv("BPCALC_LANG", language_of(readme))
    text = readme.read_text(encoding="utf-8")
    shown = PICTURE.findall(text)
    assert len(shown) == text.count("![") > 0

    for arguments, name in shown:
        target = tmp_path / Path(name).name
        assert run([*arguments.split(), "-o", str(target)]) == 0
        if write_golden:
            (ROOT / name).write_bytes(target.read_bytes())

        assert (ROOT / name).read_bytes() == target.read_bytes()


@pytest.mark.parametrize("readme", EXERCISE_PAGES, ids=lambda path: path.name)
def test_exercise_in_the_readme_is_an_exercise(readme: Path) -> None:
    """The YAML of the pages can be worked as it stands."""
    blocks = re.findall(r"```yaml\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)

    assert blocks
    for block in blocks:
        assert read(block.encode(), readme.name).exercise.sizes == (2, 2, 2)


@pytest.mark.parametrize("readme", holding(">>> "), ids=lambda path: path.name)
def test_python_in_the_readme_runs(readme: Path) -> None:
    """The Python examples give what they show."""
    result = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    "readme", [*READMES, *(ROOT / "docs").glob("commands*.md")], ids=lambda path: path.name
)
def test_the_readme_names_every_command(readme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command of the program stands in the README, and on the page of commands."""
    run(["--help"])
    commands = re.findall(r"^  ([a-z]+)  +\S", capsys.readouterr().out, re.M)

    text = readme.read_text(encoding="utf-8")

    assert commands
    assert [name for name in commands if f"`bpcalc {name}" not in text] == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_punctuation_is_read_as_the_pages_say(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is read with a notice is no example of a fault on either page."""
    text = (ROOT / "bpcalc/exercises/mazur.yaml").read_text(encoding="utf-8")
    path = tmp_path / "exercise.yaml"
    written = text.replace("inputs: [0.05, 0.10]", "inputs： [0.05，0.１0]")
    assert written != text
    path.write_text(f"# 习题\n{written}", encoding=encoding)

    assert run(["step", str(path)]) == 0
    assert str(path) in capsys.readouterr().err
    for readme in EXERCISE_PAGES:
        shown = readme.read_text(encoding="utf-8")
        assert "GB18030" in shown.split("lerning_rate")[0]
        assert "0.05，0.10" not in shown
