"""Say whether the project is ready to be released, and whether its files come out the same twice.

    python tools/release.py            versions agree, there is a date, nothing is unreleased
    python tools/release.py v0.1.0     the same, and the tag is that of the version
    python tools/release.py --build    sdist and wheel, built twice: the same bytes, all there

Prints what is wrong, line by line; exit code 1 if anything is.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

import bpcalc

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## \[([^\]]+)\](?: - (\S+))?$", re.M)
SHIPPED = ("bpcalc/py.typed", "bpcalc/exercise/schema.json", "bpcalc/exercises/mazur.yaml")
"""What is no module, and has to be in the wheel as well."""

ADDRESSES = ("Documentation", "Source", "Issues", "Changelog")
"""What the page of a release leads to, under the names that package indexes know."""

OF_THE_TESTS = ("tests", "configs", "docs", "tools", "benchmarks", "pyproject.toml", "README.md")
"""What the tests of the sdist need."""


def main(arguments: list[str]) -> int:
    """Check what is asked for."""
    asked = _parser().parse_args(arguments)
    wrong = [*built_twice()] if asked.build else [*disagreements(asked.tag)]
    for line in wrong:
        print(line)
    if not wrong:
        print(f"bpcalc {bpcalc.__version__} is ready")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python tools/release.py",
        description="Say whether the project is ready to be released.",
        allow_abbrev=False,
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument("tag", nargs="?", default="", metavar="TAG", help="the tag of the release")
    either.add_argument(
        "--build", action="store_true", help="build sdist and wheel twice, and compare them"
    )
    return parser


def disagreements(tag: str = "", root: Path = ROOT) -> Iterator[str]:
    """Yield what does not fit together for a release, or for the release of a tag."""
    version = bpcalc.__version__
    if tag and tag != f"v{version}":
        yield f"the tag is {tag}, the package is {version}: expected v{version}"
    for name, check in CHECKS.items():
        try:
            yield from check((root / name).read_text(encoding="utf-8"), version)
        except (OSError, UnicodeError, yaml.YAMLError, tomllib.TOMLDecodeError) as error:
            reason = (isinstance(error, OSError) and error.strerror) or str(error).splitlines()[0]
            yield f"{name} cannot be read: {reason}"


def _of_the_citation(text: str, version: str) -> Iterator[str]:
    read = yaml.safe_load(text)
    cited = read.get("version") if isinstance(read, dict) else None
    if cited is None:
        yield f"CITATION.cff has no version: expected {version}"
    elif str(cited) != version:
        yield f"CITATION.cff has version {cited}, the package {version}"


def _of_the_changelog(text: str, version: str) -> Iterator[str]:
    sections = HEADING.findall(text)
    dates = dict(sections)
    if version not in dates:
        yield f"CHANGELOG.md has no heading `## [{version}] - YYYY-MM-DD`"
    elif not _is_date(dates[version]):
        yield f"CHANGELOG.md: the date of {version} should be YYYY-MM-DD, found {dates[version]!r}"
    if not sections or sections[0][0] != "Unreleased":
        yield "CHANGELOG.md should begin with `## [Unreleased]`"
    elif text.split("## [Unreleased]")[1].split("\n## [")[0].strip():
        yield "CHANGELOG.md still has entries under Unreleased"
    yield from _empty_sections(text)


def _of_the_addresses(text: str, version: str) -> Iterator[str]:
    urls = tomllib.loads(text).get("project", {}).get("urls", {})
    given = {name for name, url in urls.items() if str(url).startswith("https://")}
    if lacking := [name for name in ADDRESSES if name not in given]:
        yield (
            f"pyproject.toml has no [project.urls] for {', '.join(lacking)}: the page of {version} "
            "would lead nowhere; write the addresses at which the project is to be found"
        )


def _empty_sections(text: str) -> Iterator[str]:
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        if not re.search(r"^- ", body.split("\n## ")[0], re.M):
            yield f"CHANGELOG.md: nothing stands under {title}"


CHECKS: dict[str, Callable[[str, str], Iterator[str]]] = {
    "pyproject.toml": _of_the_addresses,
    "CITATION.cff": _of_the_citation,
    "CHANGELOG.md": _of_the_changelog,
}
"""What says the version, or goes with it: (text, version) -> what is wrong."""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text) <= date.today()
    except ValueError:
        return False


def built_twice() -> Iterator[str]:
    """Yield what is wrong with the files of a release, built here two times."""
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        once, again = _built(Path(first)), _built(Path(second))
        for name, path in once.items():
            if name not in again:
                yield f"{name} was built once only"
            elif (ours := _digest(path)) != (theirs := _digest(again[name])):
                yield f"{name} differs: {ours} and {theirs}"
            else:
                print(f"{ours}  {name}  {path.stat().st_size} bytes")
        yield from missing(once)


def _built(folder: Path) -> dict[str, Path]:
    command = [sys.executable, "-m", "build", "--quiet", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {path.name: path for path in sorted(folder.iterdir())}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def missing(files: dict[str, Path]) -> Iterator[str]:
    """Yield what a wheel and an sdist lack."""
    for name, path in files.items():
        if name.endswith(".whl"):
            with zipfile.ZipFile(path) as wheel:
                held = set(wheel.namelist())
            catalogue = "bpcalc/locale/zh/LC_MESSAGES/bpcalc.mo"
            wanted: tuple[str, ...] = (*SHIPPED, catalogue)
            yield from (f"{name} lacks {each}" for each in wanted if each not in held)
        else:
            with tarfile.open(path) as archive:
                held = {part for member in archive.getnames() for part in member.split("/")[1:2]}
            yield from (f"{name} lacks {each}" for each in OF_THE_TESTS if each not in held)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
