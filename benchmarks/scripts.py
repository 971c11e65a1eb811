"""Whether every script that is written runs and agrees: random exercises, every language.

    python -m benchmarks.scripts [--exercises N] [--seed S] [--kinds numpy,plain,torch,jax,.m,.R]

Of each exercise the worked solution and a training run of a few epochs are written as a script in
each language, and run; a script stops where a number is not that of the hand calculation. What is
not installed is named and left out. Scripts of one language are run by one program, so that it is
started once.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from random import Random

import bpcalc
from bpcalc.errors import BpcalcError
from bpcalc.report.code.languages import LIBRARIES, MATLAB, CodeLanguage, R
from bpcalc.report.code.script import solution_script
from bpcalc.report.code.training_script import training_script
from bpcalc.report.layout import of_solution
from bpcalc.training.problem import hindrance
from tests.helpers.exercises import random_exercise

LANGUAGES: dict[str, CodeLanguage] = {**LIBRARIES, ".m": MATLAB, ".R": R}

EPOCHS = 3

PYTHON_RUNNER = """
import contextlib, io, pathlib, sys
for path in sorted(pathlib.Path({folder!r}).glob("*.py")):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(path.read_text("utf-8"), path.name, "exec"), {{}})
    except Exception as error:
        print("FAILED", path.name, type(error).__name__, error, flush=True)
    else:
        print("RAN", path.name, flush=True)
"""

OCTAVE_RUNNER = """
files = glob(fullfile('{folder}', '*.m'));
function run_one(file)
    evalc(fileread(file));
end
for n = 1:numel(files)
    try
        run_one(files{{n}});
        printf('RAN %s\\n', files{{n}});
    catch problem
        printf('FAILED %s %s\\n', files{{n}}, problem.message);
    end
end
"""

R_RUNNER = """
for (file in Sys.glob(file.path('{folder}', '*.R'))) {{
  found <- tryCatch({{ capture.output(source(file, local = new.env())); 'RAN' }},
    error = function(e) paste('FAILED', conditionMessage(e)))
  cat(found[1], file, '\\n')
}}
"""


def program(kind: str) -> list[str]:
    """Return the program that runs scripts of a kind; [] if it is not installed."""
    if kind == ".m":
        found = shutil.which("octave-cli") or shutil.which("octave")
        return [found] if found else []
    if kind == ".R":
        found = shutil.which("Rscript")
        return [found] if found else []
    return [sys.executable] if kind == "plain" or find_spec(kind) else []


def write(random: Random, wanted: int, kinds: list[str], folder: Path) -> Counter[str]:
    """Write the scripts of so many exercises; return how many of what."""
    written = Counter[str]()
    while written["exercises"] < wanted:
        exercise = random_exercise(random)
        number = f"{written['exercises']:04d}"
        try:
            document = of_solution(bpcalc.solve(exercise))
        except BpcalcError:
            continue
        written["exercises"] += 1
        for kind in kinds:
            suffix = kind if kind.startswith(".") else ".py"
            place = folder / kind.strip(".")
            place.mkdir(exist_ok=True)
            script = solution_script(document, LANGUAGES[kind])
            (place / f"step_{number}{suffix}").write_text(script, "utf-8")
            written[f"{kind} step"] += 1
        if hindrance(exercise):
            written["not trained"] += 1
            continue
        trained = bpcalc.train(exercise, epochs=EPOCHS)
        for kind in kinds:
            suffix = kind if kind.startswith(".") else ".py"
            try:
                script = training_script(trained.training, LANGUAGES[kind])
            except BpcalcError as error:
                written[f"refused: {error}"] += 1
                break
            (folder / kind.strip(".") / f"train_{number}{suffix}").write_text(script, "utf-8")
            written[f"{kind} train"] += 1
    return written


def run(kind: str, folder: Path) -> list[str]:
    """Run the scripts of a kind; return a line for each."""
    runners = {".m": (OCTAVE_RUNNER, "m"), ".R": (R_RUNNER, "R")}
    runner, suffix = runners.get(kind, (PYTHON_RUNNER, "py"))
    place = folder / f"run_{kind.strip('.')}.{suffix}"
    place.write_text(runner.format(folder=str(folder / kind.strip("."))), "utf-8")
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}
    result = subprocess.run(
        [*program(kind), str(place)], capture_output=True, text=True, check=False, env=quiet
    )
    found = [each for each in result.stdout.splitlines() if each.startswith(("RAN", "FAILED"))]
    return [*found, *([result.stderr[-500:]] if result.returncode else [])]


def main() -> int:
    """Write, run and count; return 1 if a script stopped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exercises", type=int, default=200)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--kinds", default=",".join(LANGUAGES))
    parser.add_argument("--keep", help="a folder in which the scripts stay")
    asked = parser.parse_args()
    kinds = [kind for kind in asked.kinds.split(",") if program(kind)]
    for kind in set(asked.kinds.split(",")) - set(kinds):
        print(f"{kind}: not installed, left out")
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(asked.keep or name)
        folder.mkdir(exist_ok=True)
        written = write(Random(asked.seed), asked.exercises, kinds, folder)
        for what, number in written.items():
            print(f"{what}: {number}", flush=True)
        for kind in kinds:
            lines = run(kind, folder)
            ran = sum(line.startswith("RAN") for line in lines)
            print(f"{kind}: {ran} of {written[f'{kind} step'] + written[f'{kind} train']} ran")
            for line in lines:
                if not line.startswith("RAN"):
                    failed += 1
                    print(f"  {line}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
