"""Build the documentation site, in English and Chinese.

    python -m tools.website FOLDER [--trial]

The pages of docs/ and those that are made of the tables are written into a folder of their own,
one for each language, and Material for MkDocs makes HTML of them; whatever it warns of is an
error. Nothing is fetched while the site is looked at: it works from a folder. `--trial` adds the
page that calculates in the browser; its parts are fetched by npm while the site is built.

The folder is new, empty, or a site that was built here before, whose place the new one takes.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bpcalc import locale
from tools.website.hooks import FOLDERS, placeholder
from tools.website.links import broken
from tools.website.pages import FILES, NAVIGATION, Page, all_pages, spoken, text_of, title_of
from tools.website.runtime import write as write_trial
from tools.website.target import UnfitFolder, prepare, put
from tools.website.words import word

HERE = Path(__file__).parent

LANGUAGES = {"en": "English", "zh": "中文"}

SEARCH: dict[str, dict[str, Any]] = {
    "en": {"lang": ["en"], "separator": r"[\s\-.,;:()·=]+"},
    "zh": {
        "lang": ["en"],
        "separator": r"[\s\-.,;:()·=，。：；、（）]+|(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])",
        "pipeline": [],
    },
}
"""How words are told apart; in Chinese, every character is found for itself."""


def main(arguments: list[str]) -> int:
    """Build the site; return 1 if a link of it leads nowhere, 2 if it cannot be built."""
    asked = _parser().parse_args(arguments)
    target = Path(asked.folder).resolve()
    try:
        prepare(target)
        with TemporaryDirectory() as scratch:
            wrong = _built(Path(scratch), with_trial=asked.trial)
            put(Path(scratch), target)
    except UnfitFolder as error:
        print(error, file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"{error.filename} is missing; nothing was written", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        program = " ".join(map(str, error.cmd[:4]))
        print(f"`{program} …` failed, see above; nothing was written", file=sys.stderr)
        return 2
    for link in wrong:
        print(link)
    print(f"{len(list(target.rglob('*.html')))} pages in {target}, {len(wrong)} broken links")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m tools.website",
        description="Build the documentation site, in English and Chinese.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        help="where to: new, empty, or a site that was built here before",
    )
    parser.add_argument(
        "--trial",
        action="store_true",
        help="add the page that calculates in the browser; its parts are fetched by npm",
    )
    return parser


def _built(folder: Path, *, with_trial: bool) -> list[str]:
    """Build the site in an empty folder; return its broken links."""
    build(folder, with_trial=with_trial)
    if with_trial:
        sizes = write_trial(folder / "trial")
        print(f"trial: {sum(sizes.values()) / 1e6:.1f} MB in {len(sizes)} files")
    return broken(folder)


def build(target: Path, *, with_trial: bool = False) -> None:
    """Write the site into a folder, in all languages.

    Args:
        target: the folder.
        with_trial: whether the page that calculates will have its parts beside it.

    Raises:
        CalledProcessError: MkDocs warns of something.
    """
    for language in LANGUAGES:
        with TemporaryDirectory() as folder:
            write(Path(folder), language, with_trial=with_trial)
            place = target / FOLDERS[language]
            configuration = Path(folder) / "mkdocs.yml"
            configuration.write_text(yaml.safe_dump(_configured(language, place)), "utf-8")
            _mkdocs(configuration)
            (place / "404.html").unlink()  # its links would begin at the root of the server
    shutil.copy(HERE / "404.html", target / "404.html")


def write(folder: Path, language: str, *, with_trial: bool = False) -> None:
    """Write the Markdown of all pages, and the files they lead to, into `docs` of a folder."""
    locale.use(language)
    for page in all_pages():
        place = folder / "docs" / page.place
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text_of(page, language, with_trial=with_trial), encoding="utf-8")
    for file in FILES:
        shutil.copy(spoken(file, language), folder / "docs" / Path(file).name)
    for name in ("scripts", "styles"):
        shutil.copytree(HERE / name, folder / "docs" / name)
    locale.use("en")


def _mkdocs(configuration: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file"]
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # news about MkDocs, none of the site
    subprocess.run([*command, str(configuration)], check=True, env=settings)


def _configured(language: str, place: Path) -> dict[str, Any]:
    """Return the settings of MkDocs."""
    locale.use(language)
    navigation = [
        {word(title): [_in_the_menu(page, language) for page in pages]}
        for title, pages in NAVIGATION.items()
    ]
    locale.use("en")
    return {
        "site_name": "bpcalc",
        "docs_dir": "docs",
        "site_dir": str(place),
        "use_directory_urls": False,
        "hooks": [str(HERE / "hooks.py")],
        "theme": {
            "name": "material",
            "language": language,
            "font": False,
            "features": ["navigation.tabs", "navigation.top", "content.code.copy", "toc.follow"],
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "toggle": {"icon": "material/weather-night", "name": "☾"},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "toggle": {"icon": "material/weather-sunny", "name": "☀"},
                },
            ],
        },
        "extra": {
            "generator": False,
            "homepage": "index.html",  # a folder would be listed where nothing serves the site
            "polyfills": ["scripts/iframe-worker.js"],
            "alternate": [
                {"name": name, "lang": each, "link": placeholder(each)}
                for each, name in LANGUAGES.items()
            ],
        },
        "extra_css": ["styles/site.css"],
        "plugins": [{"material/search": SEARCH[language]}, "material/offline"],
        "markdown_extensions": [
            "tables",
            {"toc": {"permalink": True}},
            "pymdownx.superfences",
            "pymdownx.highlight",
        ],
        "validation": {
            "links": {"anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"},
        },
        "nav": navigation,
    }


def _in_the_menu(page: Page, language: str) -> str | dict[str, str]:
    title = title_of(page, language)
    return {title: page.place} if title else page.place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
