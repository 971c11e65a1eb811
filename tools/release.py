"""Say whether the project is ready to be released, and whether its files come out the same twice.

    python tools/release.py            versions agree, and the changelog has a date
    python tools/release.py v0.1.0     the same for a tag, and nothing is left under Unreleased
    python tools/release.py --build    sdist and wheel, built twice: the same bytes, all there

Prints what is wrong, line by line; exit code 1 if anything is.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

import bpcalc

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## \[([^\]]+)\](?: - (\S+))?$", re.M)
SHIPPED = ("bpcalc/py.typed", "bpcalc/exercise/schema.json", "bpcalc/exercises/mazur.yaml")
"""What is no module, and has to be in the wheel as well."""

OF_THE_TESTS = ("tests", "configs", "docs", "tools", "benchmarks", "pyproject.toml", "README.md")
"""What the tests of the sdist need."""


def main(arguments: list[str]) -> int:
    """Check what is asked for."""
    if "--build" in arguments:
        wrong = [*built_twice()]
    else:
        wrong = [*disagreements(arguments[0] if arguments else "")]
    for line in wrong:
        print(line)
    if not wrong:
        print(f"bpcalc {bpcalc.__version__} is ready")
    return 1 if wrong else 0


def disagreements(tag: str = "", root: Path = ROOT) -> Iterator[str]:
    """Yield what does not fit together for a release, or for the release of a tag."""
    version = bpcalc.__version__
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    if str(cited) != version:
        yield f"CITATION.cff has version {cited}, the package {version}"
    if tag and tag != f"v{version}":
        yield f"the tag is {tag}, the package is {version}: expected v{version}"
    yield from _of_the_changelog((root / "CHANGELOG.md").read_text(encoding="utf-8"), version, tag)


def _of_the_changelog(text: str, version: str, tag: str) -> Iterator[str]:
    sections = HEADING.findall(text)
    dates = dict(sections)
    if version not in dates:
        yield f"CHANGELOG.md has no heading `## [{version}] - YYYY-MM-DD`"
    elif not _is_date(dates[version]):
        yield f"CHANGELOG.md: the date of {version} should be YYYY-MM-DD, found {dates[version]!r}"
    if not sections or sections[0][0] != "Unreleased":
        yield "CHANGELOG.md should begin with `## [Unreleased]`"
    elif tag and text.split("## [Unreleased]")[1].split("\n## [")[0].strip():
        yield "CHANGELOG.md still has entries under Unreleased"
    yield from _empty_sections(text)


def _empty_sections(text: str) -> Iterator[str]:
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        if not re.search(r"^- ", body.split("\n## ")[0], re.M):
            yield f"CHANGELOG.md: nothing stands under {title}"


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
