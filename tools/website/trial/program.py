"""The program as the page calls it, in the Python of the browser.

Every answer is JSON. The exercise is the file `exercise.yaml` of the folder in which it is called.
"""

import base64
import io
import json
import os
import shlex
import sys
import time
from pathlib import Path

LANGUAGE = globals().get("LANGUAGE", "en")
os.environ.update({"BPCALC_LANG": LANGUAGE, "COLUMNS": "96", "NO_COLOR": "1"})
EXERCISE = "exercise.yaml"
NEEDS = {
    "en": "this needs {package}, which is not in the browser; install bpcalc for it",
    "zh": "这需要 {package}，浏览器里没有；请安装 bpcalc 后再用",
}
MAX_BYTES = 20_000_000
"""Of files that go back to the page, all together."""


def about():
    """Return the version, the exercises that come with the program, and the schema."""
    from bpcalc import __version__, locale
    from bpcalc.exercise.schema import schema_text
    from bpcalc.exercise.sources import built_in, built_in_path

    locale.use(LANGUAGE)
    exercises = {name: built_in_path(name).read_text("utf-8") for name in built_in()}
    schema = json.loads(schema_text())
    python = sys.version.split()[0]
    return json.dumps(
        {"version": __version__, "python": python, "exercises": exercises, "schema": schema}
    )


def faults(text):
    """Return the faults of an exercise: line and column counted from 1, and a sentence."""
    from bpcalc import locale
    from bpcalc.errors import ExerciseError
    from bpcalc.exercise.reader import read

    locale.use(LANGUAGE)
    try:
        read(text.encode(), EXERCISE)
    except ExerciseError as error:
        return json.dumps([_fault(line) for line in str(error).splitlines()])
    return "[]"


def _fault(line):
    """Return a line `exercise.yaml:3:7: sentence`, taken apart; one without a place is on top."""
    place, _, says = line.partition(": ")
    parts = place.removeprefix(f"{EXERCISE}:").split(":")
    if place.startswith(f"{EXERCISE}:") and all(part.isdigit() for part in parts):
        row, column = (*map(int, parts), 1)[:2]
        return {"line": row, "column": column, "says": says}
    return {"line": 1, "column": 1, "says": line}


def run_words(words, text):
    """Run a command line; return its exit code, what it printed, and the files it wrote."""
    Path(EXERCISE).write_text(text, encoding="utf-8")
    before = _written()
    begun = time.monotonic()
    try:
        arguments = shlex.split(words)
    except ValueError as error:
        return json.dumps({"code": 2, "out": "", "err": f"{error}\n", "files": [], "seconds": 0})
    if arguments[:1] == ["bpcalc"]:
        del arguments[0]
    code, out, err = _captured(arguments)
    written = [name for name, stamp in _written().items() if before.get(name) != stamp]
    files, room = [], MAX_BYTES
    for name in written:
        content = Path(name).read_bytes()
        room -= len(content)
        if room >= 0:
            files.append({"name": name, "content": base64.b64encode(content).decode()})
    seconds = time.monotonic() - begun
    return json.dumps({"code": code, "out": out, "err": err, "files": files, "seconds": seconds})


def _written():
    return {
        str(path): path.stat().st_mtime_ns
        for path in Path().rglob("*")
        if path.is_file() and str(path) != EXERCISE
    }


def _captured(arguments):
    from bpcalc.cli import run

    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), "utf-8"), out, err
    try:
        code = int(run(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    except ImportError as missing:
        code = 2
        print(NEEDS[LANGUAGE].format(package=missing.name), file=err)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    texts = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)]
    return code, *texts
