"""A release is ready when its versions agree; what does not is said."""

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

import bpcalc

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))

spec = importlib.util.spec_from_file_location("release", ROOT / "tools" / "release.py")
assert spec
assert spec.loader
release = importlib.util.module_from_spec(spec)
spec.loader.exec_module(release)


URLS = {name: f"https://example.org/{name}" for name in release.ADDRESSES}


def project(folder: Path, changelog: str, cited: str = bpcalc.__version__) -> Path:
    """Write the files of a project that name its version."""
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}", encoding="utf-8")
    (folder / "CITATION.cff").write_text(f"version: {cited}\n", encoding="utf-8")
    addresses = "".join(f'{name} = "{url}"\n' for name, url in URLS.items())
    (folder / "pyproject.toml").write_text(f"[project.urls]\n{addresses}", encoding="utf-8")
    return folder


def test_the_project_agrees_with_itself() -> None:
    """Its version stands in the changelog with a date, and in the citation; all else may wait."""
    waiting = ("CHANGELOG.md still has entries under Unreleased", "pyproject.toml has no [project")
    assert all(line.startswith(waiting) for line in release.disagreements())


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("[project]\n", "Documentation, Source, Issues, Changelog"),
        ('[project.urls]\nSource = "https://example.org"\n', "Documentation, Issues, Changelog"),
        ('[project.urls]\nSource = "somewhere"\n', "Documentation, Source, Issues, Changelog"),
    ],
)
def test_nothing_is_released_without_an_address(text, lacks, tmp_path) -> None:
    """Which are missing is said, and where to write them."""
    changelog = f"## [Unreleased]\n\n## [{bpcalc.__version__}] - 2026-11-27\n\n### Added\n\n- A\n"
    root = project(tmp_path, changelog)
    (root / "pyproject.toml").write_text(text, encoding="utf-8")

    (line,) = release.disagreements("", root)
    assert f"pyproject.toml has no [project.urls] for {lacks}:" in line


@pytest.mark.parametrize(
    ("changelog", "cited", "tag", "says"),
    [
        ("## [Unreleased]\n\n## [{v}] - 2026-11-27\n\n### Added\n\n- A\n", "{v}", "v{v}", ""),
        ("## [Unreleased]\n\n## [{v}] - 2026-11-27\n\n### Added\n\n- A\n", "9", "", "CITATION"),
        (
            "## [Unreleased]\n\n## [{v}] - 2026-11-27\n\n### Added\n\n- A\n",
            "{v}",
            "v9",
            "tag is v9",
        ),
        ("## [Unreleased]\n\n## [{v}]\n\n### Added\n\n- A\n", "{v}", "", "date of"),
        ("## [Unreleased]\n\n## [{v}] - 2026-13-01\n\n### Added\n\n- A\n", "{v}", "", "date of"),
        ("## [Unreleased]\n\n## [{v}] - 2999-01-01\n\n### Added\n\n- A\n", "{v}", "", "date of"),
        ("## [Unreleased]\n", "{v}", "", "no heading"),
        ("## [{v}] - 2026-11-27\n\n### Added\n\n- A\n", "{v}", "", "begin with"),
        ("## [Unreleased]\n\n### Added\n\n- B\n\n## [{v}] - 2026-11-27\n", "{v}", "v{v}", "still"),
        ("## [Unreleased]\n\n### Added\n\n- B\n\n## [{v}] - 2026-11-27\n", "{v}", "", "still"),
        ("## [Unreleased]\n\n## [{v}] - 2026-11-27\n\n### Added\n", "{v}", "", "nothing stands"),
    ],
)
def test_what_does_not_agree_is_said(changelog, cited, tag, says, tmp_path) -> None:
    """One line for each, and no other one."""
    version = bpcalc.__version__
    root = project(tmp_path, changelog.replace("{v}", version), cited.replace("{v}", version))
    found = [*release.disagreements(tag.replace("{v}", version), root)]

    assert len(found) == bool(says)
    assert all(says in line for line in found)


@pytest.mark.parametrize("name", ["CHANGELOG.md", "CITATION.cff", "pyproject.toml"])
@pytest.mark.parametrize("content", [None, b"\xff", b"[a: {"])
def test_a_file_that_cannot_be_used_is_named(name, content, tmp_path) -> None:
    """Missing, no text, or without what should stand there: sentences, of that file alone."""
    version = bpcalc.__version__
    changelog = f"## [Unreleased]\n\n## [{version}] - 2026-11-27\n\n### Added\n\n- A\n"
    root = project(tmp_path, changelog)
    (root / name).unlink()
    if content is not None:
        (root / name).write_bytes(content)

    found = [*release.disagreements("", root)]
    assert found
    assert all(line.startswith(name) and "\n" not in line for line in found)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["--tag"], 2), (["v1", "v2"], 2), (["v1", "--build"], 2), (["--b"], 2)],
)
def test_a_wrong_call_shows_the_right_one(arguments, code, monkeypatch, capsys) -> None:
    """Nothing is checked or built."""
    monkeypatch.setattr(release, "built_twice", lambda: pytest.fail("built"))
    with pytest.raises(SystemExit) as end:
        release.main(arguments)

    assert end.value.code == code
    shown = capsys.readouterr()
    assert "usage: python tools/release.py" in (shown.err if code else shown.out)


def test_the_nightly_workflow_runs_sessions_that_exist_and_names_them() -> None:
    """Each has a task, and the first line says what is run."""
    text = (ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8")
    run = yaml.safe_load(text)["jobs"]["nightly"]["strategy"]["matrix"]["session"]
    tasks = re.findall(r"^def (\w+)\(", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.M)

    assert {*run} <= {*tasks}
    assert all(session in text.splitlines()[0] for session in run)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_can_be_read(workflow: Path) -> None:
    """They say that they have not run, and call programs of the project that exist."""
    text = workflow.read_text(encoding="utf-8")
    read = yaml.safe_load(text)

    assert text.startswith("# Not yet run")
    assert read["jobs"]
    for job in read["jobs"].values():
        assert all("uses" in step or "run" in step for step in job["steps"])
    named = re.findall(r"\b(?:tools|benchmarks)/[\w/]+\.py", text)
    assert all((ROOT / name).exists() for name in named)


def test_nobody_publishes_but_the_last_job() -> None:
    """It needs the tests of both files, and is the only one with a right beyond reading."""
    read = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    may_write = [name for name, job in read["jobs"].items() if "permissions" in job]

    assert may_write == ["publish"]
    assert read["permissions"] == {"contents": "read"}
    assert read["jobs"]["publish"]["needs"] == ["sdist", "wheel"]
    assert "password" not in str(read)
