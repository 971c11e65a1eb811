"""An exercise as a Gradescope autograder: made on the teacher's machine, run on Gradescope's.

Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import json
import shlex
from collections.abc import Mapping
from dataclasses import replace
from importlib import metadata
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import click

import bpcalc
from bpcalc.checking.reading.contents import content_of
from bpcalc.checking.submissions.files import files_of
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.checking.submissions.people import Person, shown_name
from bpcalc.checking.submissions.times import read_deadline, read_time
from bpcalc.cli import destination as place
from bpcalc.cli.grading_job import Job, PaperWorker
from bpcalc.cli.marking_options import Rules
from bpcalc.cli.taking_back import Beginning
from bpcalc.errors import AnswersError, ExitCode, OutputError
from bpcalc.locale import say
from bpcalc.locale.cleaning import cleaned_json
from bpcalc.report.class_tables import SheetRecord, gradescope
from bpcalc.report.platform_files import ZIP_TIME

SETUP = """#!/usr/bin/env bash
set -e
place=${{AUTOGRADER:-/autograder}}
apt-get update -qq
apt-get install -y -qq python3 python3-venv
python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  apt-get install -y -qq software-properties-common
  add-apt-repository -y ppa:deadsnakes/ppa
  apt-get update -qq
  apt-get install -y -qq python3.11 python3.11-venv
  python=python3.11
fi
"$python" -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet {needs}
"""
"""Run once by Gradescope; the program itself comes with it, and only libraries are fetched."""

RUN = """#!/usr/bin/env bash
place=${{AUTOGRADER:-/autograder}}
cd "$place/source"
export PYTHONPATH=$place/source
"$place/venv/bin/python" -m bpcalc grade exercise.yaml --autograder "$place" {options}
"""
CORE = ("click", "numpy", "pyyaml", "rich")
WORKBOOKS = "openpyxl>=3.1"
"""What reads the workbooks that students hand in."""

EXECUTABLE = 0o755 << 16
CARRIED = (*Rules._fields, "notation", "deadline")
"""Options that mean the same where the autograder runs."""


def autograder(job: Job, folder: Path, options: str, policy: str | None = None) -> int:
    """Make an autograder in a folder, or run it where Gradescope has put a submission into it.

    Args:
        job: how papers are marked.
        folder: of the autograder; with `submission` in it, it is Gradescope's own.
        options: of the command line, for the script that runs it.
        policy: the file of the policy, which goes with it.
    """
    if (folder / "submission").is_dir():
        return _run(job, folder)
    return _make(job, folder, options, policy)


def _make(job: Job, folder: Path, options: str, policy: str | None) -> int:
    if folder.exists() and not folder.is_dir():
        says = say("{file} is a file; name a folder for it: --autograder DIR", file=folder)
        raise OutputError(says)
    job.marker()  # what cannot be worked is refused here, and not on Gradescope
    more = f" --lang {job.language}" + (" --grading grading.yaml" if policy else "")
    options = f"{options}{more}".strip()
    files = {
        "setup.sh": SETUP.format(needs=" ".join(map(shlex.quote, _needs()))).encode(),
        "run_autograder": RUN.format(options=options).encode(),
        "exercise.yaml": job.text,
    }
    for name, content in job.companions().items():
        files[_inside(name)] = content
    if policy:
        files["grading.yaml"] = content_of(Path(policy))
    files |= _program()
    archive = folder / "autograder.zip"
    with Beginning() as begun:
        begun.make(folder)
        place.write_file(begun.file(archive), _zipped(files))
    place.write_output(say("Written: {file}", file=archive) + "\n", None)
    return ExitCode.RIGHT


def _inside(name: str) -> str:
    """Return the place of a file in the archive; it stands beside the exercise.

    Raises:
        AnswersError: it does not.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        says = say(
            "the exercise needs `{name}`; an autograder can take along what stands in the folder "
            "of the exercise",
            name=name,
        )
        raise AnswersError(says)
    return str(path)


def _needs() -> list[str]:
    """Return the libraries that marking needs, as pip is told of them."""
    try:
        wanted = metadata.requires("bpcalc") or []
    except metadata.PackageNotFoundError:  # it is run from its folder
        wanted = []
    core = [each for each in wanted if "extra ==" not in each] or list(CORE)
    return [*core, WORKBOOKS]


def _program() -> dict[str, bytes]:
    """Return the files of this program, by their places."""
    root = Path(bpcalc.__file__).parent
    return {
        f"bpcalc/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            info = ZipInfo(name, ZIP_TIME)
            info.external_attr = EXECUTABLE
            archive.writestr(info, text)
    return content.getvalue()


def _run(job: Job, folder: Path) -> int:
    """Mark the one submission that is there; there is always a results.json."""
    person, time, due = _metadata(folder / "submission_metadata.json")
    if due is not None and job.policy.deadline is None:
        job = job._replace(policy=replace(job.policy, deadline=due))
    try:
        files, _ = files_of(folder / "submission")
        if not files:
            raise AnswersError(say("nothing was handed in"))
        paper = Paper(0, person, person.label or say("student"), tuple(files), None, time)
        record = PaperWorker(job).mark(paper, "report").record
    except AnswersError as error:
        record = _nothing(str(error))
    results = gradescope(record)
    text = cleaned_json(json.dumps(results, ensure_ascii=False, indent=1))
    (folder / "results").mkdir(exist_ok=True)
    (folder / "results" / "results.json").write_text(f"{text}\n", encoding="utf-8")
    return ExitCode.RIGHT


def _nothing(problem: str) -> SheetRecord:
    return {
        "score": "",
        "mark": "",
        "best": "",
        "rows": [],
        "findings": [],
        "problem": problem,
        "student": "",
        "first_error": "",
    }


def _metadata(path: Path) -> tuple[Person, Any, Any]:
    """Return who hands in, when, and when it is due."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        users = found.get("users") or [{}]
        user = {
            name: shown_name(str(users[0].get(name) or "")) for name in ("name", "email", "sid")
        }
        own, common = users[0].get("assignment") or {}, found.get("assignment") or {}
        due = own.get("due_date") or common.get("due_date")  # who has longer has it of his own
        times = read_time(str(found.get("created_at", ""))), read_deadline(str(due or ""))
    except (OSError, ValueError, AttributeError, TypeError, LookupError):
        return Person(), None, None
    return Person(user["name"], id=user["sid"], email=user["email"]), *times


def options_typed(context: click.Context) -> str:
    """Return the options of marking that were typed, for the script that runs an autograder."""
    typed = []
    for parameter in context.command.params:
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if name not in CARRIED or source != click.core.ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        option = parameter.opts[0]
        for each in value if isinstance(value, tuple) else (value,):
            typed += [option] if each is True else [option, str(each)]
    return shlex.join(typed)
