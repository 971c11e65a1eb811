"""The pages of the site: all of docs/ is on it, and what they show runs."""

import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from types import SimpleNamespace

import jsonschema
import pytest

from bpcalc import locale
from bpcalc.cli import run
from bpcalc.exercise.schema import schema
from bpcalc.report.quizzes import QUIZ_FOLDER
from tools.website import __main__ as website
from tools.website import hooks, pages
from tools.website.links import broken

DOCS = pages.ROOT / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
RUN = ("students", "teachers", "editors", "exports")


def test_every_page_of_the_manual_is_on_the_site():
    """In English and, where there is one, in Chinese."""
    written = {f"docs/{path.name}" for path in DOCS.glob("*.md") if ".zh." not in path.name}
    shown = {page.source for page in pages.all_pages()}

    assert written <= shown
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"} <= shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_links_lead_to_pages_of_the_site(language):
    """A link to a file of the repository leads to where that is on the site."""
    places = {page.place for page in pages.all_pages()} | set(pages.PLACES.values())
    for page in pages.all_pages():
        if not page.source:
            continue
        text = pages.CODE.sub("", pages.text_of(page, language))
        for _, link, _ in pages.LINK.findall(text):
            folder = Path(page.place).parent
            assert "://" in link or (folder / link).as_posix() in places, (page.place, link)


def test_brackets_in_code_are_no_link(tmp_path, monkeypatch):
    """`a^{[1](2)}` is layer 1 of sample 2; beside it, links are moved, those around code, too."""
    file = tmp_path / "page.md"
    file.write_text("`a^{[1](2)}_1` and [`step`](numbers.md#a), `x` [here](numbers.md)\n")
    monkeypatch.setattr(pages, "spoken", lambda *_: file)
    page = next(page for page in pages.all_pages() if page.source == "docs/marking.md")
    place = pages.relpath(pages.PLACES["docs/numbers.md"], Path(page.place).parent)

    text = pages.text_of(page, "en")

    assert text == f"`a^{{[1](2)}}_1` and [`step`]({place}#a), `x` [here]({place})\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_build_without_the_program_says_so(language):
    """Where the page that calculates would be; with it, its scripts are loaded there."""
    page = next(page for page in pages.all_pages() if page.place == "try.md")
    locale.use(language)
    without, with_it = (pages.text_of(page, language, with_trial=each) for each in (False, True))
    locale.use("en")

    assert "trial.js" not in without
    assert pages.TRIAL not in without
    assert {"en": "was built without the program", "zh": "没有带上程序"}[language] in without
    assert {"en": "trial/trial.js", "zh": '"../trial/trial.js"'}[language] in with_it


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", ["try.html", "reference/keys.html"])
def test_the_menu_of_languages_leads_to_the_same_page(language, place):
    """From a folder of any depth, in both directions."""
    config = SimpleNamespace(theme=website._configured(language, Path("site"))["theme"])
    menu = "".join(f'<a href="{hooks.placeholder(each)}">' for each in website.LANGUAGES)
    shown = hooks.on_post_page(menu, SimpleNamespace(url=place), config)
    here = Path("zh" if language == "zh" else ".") / Path(place).parent

    links = re.findall(r'"(.*?)"', shown)
    assert [normpath(here / link) for link in links] == [place, f"zh/{place}"]


def test_pages_are_written_as_mkdocs_reads_them():
    """A point begins a paragraph or follows one; what belongs to it stands in by four signs."""
    for path in sorted(DOCS.glob("*.md")):
        lines = BLOCK.sub("", path.read_text(encoding="utf-8")).splitlines()
        for before, line in pairwise(lines):
            assert not re.match(r" {1,3}[^ -]", line), (path.name, line)
            assert not line.startswith("- ") or not before or before.startswith("- "), line
    page = next(page for page in pages.all_pages() if page.place == "commands.md")
    assert "moodle|stack|gift" in pages.text_of(page, "en")
    page = next(page for page in pages.all_pages() if page.place == "exercise-file.md")
    assert r"λ·Σ\|w\|" in pages.text_of(page, "en")


def test_a_page_that_is_english_only_says_so_in_the_chinese_menu():
    """The changelog is; all others have their Chinese."""
    locale.use("zh")
    titles = {page.place: pages.title_of(page, "zh") for page in pages.all_pages()}
    locale.use("en")

    assert {place: title for place, title in titles.items() if title} == {
        "changelog.md": "更新记录（英文）"
    }
    assert {pages.title_of(page, "en") for page in pages.all_pages()} == {""}


def blocks(name: str) -> list[tuple[str, str]]:
    """Return the blocks of a page, with their languages."""
    return BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", RUN)
def test_both_languages_show_the_same(name):
    """Block by block."""
    assert blocks(f"{name}.md") == blocks(f"{name}.zh.md")


@pytest.mark.parametrize("name", RUN)
def test_the_commands_of_a_page_work(name, tmp_path, monkeypatch, capsys):
    """One after the other, as a reader types them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions" / "ada.yaml").write_text("net_h1: 0.3775\n", encoding="utf-8")
    for language, text in blocks(f"{name}.md"):
        for line in text.splitlines() if language == "bash" else ():
            words, _, file = line.partition(" > ")
            capsys.readouterr()
            assert run(shlex.split(words)[1:]) == 0, line
            if file:
                Path(file).write_text(capsys.readouterr().out, encoding="utf-8")


@pytest.mark.parametrize("name", ["exports.md", "exports.zh.md"])
def test_the_page_about_exports_has_every_quiz(name):
    """Each with the command that writes it, and in the table of platforms."""
    text = (DOCS / name).read_text(encoding="utf-8")
    rows = "".join(line for line in text.splitlines() if line.startswith("|"))

    assert set(re.findall(r"--to (\w+) -o", text)) == set(QUIZ_FOLDER.names)
    assert all(f"`{quiz}`" in rows for quiz in QUIZ_FOLDER.names)


def test_the_settings_of_editors_can_be_read():
    """They name the schema that `bpcalc schema` prints, and the files it is for."""
    settings, entry = (json.loads(text) for kind, text in blocks("editors.md") if kind == "json")

    assert settings["yaml.schemas"] == {"./bpcalc.schema.json": entry["fileMatch"]}
    assert entry["url"] == schema()["$id"]
    assert entry["description"] == schema()["description"]
    jsonschema.Draft7Validator.check_schema(schema())


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    """So is a missing anchor, and what would be fetched from elsewhere."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html#here">b</a><a href="b.html#there">b</a><a href="c.html">c</a>'
        '<a href=".">home</a>'
        '<a href="https://example.org">away</a><script src="https://example.org/a.js"></script>',
        encoding="utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="here">b</p><a href="#">top</a>', encoding="utf-8")

    assert broken(tmp_path) == [
        "a.html: b.html#there has no such anchor",
        "a.html: c.html leads nowhere",
        "a.html: . leads to a folder",
        "a.html: https://example.org/a.js is fetched from elsewhere",
    ]
    locale.use("en")
