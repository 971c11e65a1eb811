"""The pages of the site: which there are, in which order, and what their text is made of."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from posixpath import normpath, relpath
from typing import NamedTuple

from tools.website.commands import commands
from tools.website.functions import activations, losses, measures
from tools.website.keys import keys
from tools.website.mistakes import mistakes
from tools.website.rooms import ROOMS, room, rooms
from tools.website.rules import learning_rules, optimisers, penalties, schedules
from tools.website.tables import exercises, formats, notations, python
from tools.website.words import word

ROOT = Path(__file__).parents[2]

LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)\s]*)?\))")


class Page(NamedTuple):
    """A page of the site.

    Attributes:
        place: its file on the site.
        source: the file of the repository that it is, "" for one that is made.
        make: (nothing) -> its Markdown, for one that is made.
    """

    place: str
    source: str = ""
    make: Callable[[], Iterable[str]] | None = None


def _written(*names: str) -> tuple[Page, ...]:
    return tuple(Page(f"{name}.md", f"docs/{name}.md") for name in names)


NAVIGATION: dict[str, tuple[Page, ...]] = {
    "Start here": (
        Page("index.md", "README.md"),
        *_written("try", "students", "teachers", "authors"),
    ),
    "Manual": _written(
        "output",
        "exercise-file",
        "commands",
        "training",
        "marking",
        "reports",
        "exports",
        "python",
        "editors",
        "numbers",
    ),
    "Reference": (
        Page("reference/keys.md", make=keys),
        Page("reference/commands.md", make=commands),
        Page("reference/activations.md", make=activations),
        Page("reference/losses.md", make=losses),
        Page("reference/measures.md", make=measures),
        Page("reference/optimisers.md", make=optimisers),
        Page("reference/schedules.md", make=schedules),
        Page("reference/penalties.md", make=penalties),
        Page("reference/learning-rules.md", make=learning_rules),
        Page("reference/notations.md", make=notations),
        Page("reference/mistakes.md", make=mistakes),
        Page("reference/formats.md", make=formats),
        Page("reference/exercises.md", make=exercises),
        Page("reference/python.md", make=python),
    ),
    "How it is built": (
        *_written("development", "walk", "releases"),
        Page("contributing.md", "CONTRIBUTING.md"),
        Page("changelog.md", "CHANGELOG.md"),
        Page("security.md", "SECURITY.md"),
        Page("conduct.md", "CODE_OF_CONDUCT.md"),
        Page("rooms/index.md", make=rooms),
        *(Page(f"rooms/{name}.md", make=lambda name=name: room(name)) for name in ROOMS),
    ),
}
"""All pages, by the part of the site in which they stand."""

FILES = ("docs/mazur.svg", "docs/xor.svg", "CITATION.cff", "LICENSE")
"""What pages lead to that is no page."""

CODE = re.compile(r"`[^`\n]*`")
"""Where it stands in a table, hosts of repositories want a stroke as `\\|`, and MkDocs as it is."""

SPANS = re.compile(f"({CODE.pattern})")
"""Splits a text at its code, in which brackets are no links."""

LANGUAGE_LINE = re.compile(r"^(English \| \[中文\]|\[English\]\(.*\) \| 中文).*\n+", re.M)
"""Where a file of the repository leads to the other language; the site has a menu for that."""


def all_pages() -> Iterator[Page]:
    """Yield the pages, in their order."""
    for pages in NAVIGATION.values():
        yield from pages


def title_of(page: Page, language: str) -> str:
    """Return what the menu calls a page, "" if it is its heading."""
    english_only = page.source and spoken(page.source, language) == spoken(page.source, "en")
    return (
        word(f"{Path(page.place).stem} (in English)") if language == "zh" and english_only else ""
    )


def spoken(source: str, language: str) -> Path:
    """Return the file of the repository in a language; some are there in English only."""
    path = ROOT / source
    chinese = path.with_name(f"{path.stem}.zh{path.suffix}")
    return chinese if language == "zh" and chinese.exists() else path


def text_of(page: Page, language: str, *, with_trial: bool = False) -> str:
    """Return the Markdown of a page, in the language that is spoken.

    Args:
        page: of the site.
        language: which is spoken.
        with_trial: whether the page that calculates has its parts.

    Raises:
        KeyError: it has a link to a file that is no page of the site.
    """
    if page.make is not None:
        return "\n".join(page.make())
    text = LANGUAGE_LINE.sub("", spoken(page.source, language).read_text(encoding="utf-8"))
    text = CODE.sub(lambda match: match[0].replace("\\|", "|"), text)
    text = text.replace(TRIAL, _trial(language) if with_trial else word(NO_TRIAL))
    parts = SPANS.split(text)
    return "".join(part if CODE.fullmatch(part) else _relinked(part, page) for part in parts)


def _relinked(text: str, page: Page) -> str:
    return LINK.sub(lambda match: f"{match[1]}{_moved(match[2], page)}{match[3]}", text)


TRIAL = '<div id="bpcalc-trial"></div>'
"""Where the page calculates."""

NO_TRIAL = (
    "**This copy of the site was built without the program**, so there is nothing to start here. "
    "`python -m tools.website site --trial` builds one that has it."
)


def _trial(language: str) -> str:
    """Return what loads the trial; both languages share its files."""
    folder = "trial" if language == "en" else "../trial"
    return (
        f'<link rel="stylesheet" href="{folder}/trial.css">\n'
        f'<div id="bpcalc-trial" data-language="{language}" data-folder="{folder}"></div>\n'
        f'<script src="{folder}/trial.js"></script>'
    )


PLACES = {
    **{page.source: page.place for page in all_pages() if page.source},
    **{file: Path(file).name for file in FILES},
}


def _moved(link: str, page: Page) -> str:
    """Return a link of a file of the repository as it is on the site."""
    if "://" in link or link.startswith("mailto:"):
        return link
    target = normpath(f"{Path(page.source).parent.as_posix()}/{link}")
    other_language = re.sub(r"\.zh(\.md|\.svg)$", r"\1", target)
    folder = Path(page.place).parent.as_posix()
    return relpath(PLACES[other_language], folder)
