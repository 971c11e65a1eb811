"""Classes: how long 3,000 papers take, what hostile folders do, and what a kill leaves behind.

Run: python benchmarks/classes.py [--papers 3000] [--kills 40]
"""

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.helpers import classes

GRADE = [sys.executable, "-m", "bpcalc", "grade", "mazur"]


def many_papers(folder: Path, count: int) -> None:
    """Mark a class of many, with a report for each, in one process."""
    papers = folder / "many"
    papers.mkdir()
    for number in range(count):
        (papers / f"s{number:05d}.yaml").write_text(classes.yaml(), encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    call = [*GRADE, str(papers), "-o", str(folder / "out"), "--jobs", "1"]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1024
    print(
        f"{count} papers with Markdown reports: {cpu:.1f} s of one core ({wall:.1f} s), "
        f"{memory:.0f} MB"
    )
    start = time.perf_counter()
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    print(f"the same again, nothing new: {time.perf_counter() - start:.1f} s")


def hostile(folder: Path) -> None:
    """Mark one paper among 100,000 files, links, pipes and a sparse file."""
    papers = folder / "hostile"
    papers.mkdir()
    (papers / "ann.yaml").write_text(classes.yaml(), encoding="utf-8")
    (papers / "zero.yaml").symlink_to("/dev/zero")
    (papers / "passwd.yaml").symlink_to("/etc/passwd")
    os.mkfifo(papers / "pipe.yaml")
    with (papers / "sparse.yaml").open("wb") as file:
        file.truncate(2**31)
    deep = papers / "many"
    deep.mkdir()
    for number in range(100_000):
        (deep / f"._{number}").touch()
    start = time.perf_counter()
    done = subprocess.run(
        [*GRADE, str(papers), "-o", str(folder / "h")], capture_output=True, text=True
    )
    rows = list(csv.DictReader((folder / "h" / "class.csv").read_text("utf-8-sig").splitlines()))
    took = time.perf_counter() - start
    print(f"hostile folder: exit code {done.returncode}, {len(rows)} marked, {took:.1f} s")


def kills(folder: Path, count: int) -> None:
    """Kill runs at random moments; the results must be the old or the new ones, whole."""
    papers, out = folder / "kills", folder / "k"
    classes.moodle(papers)
    call = [*GRADE, str(papers), "-o", str(out), "--jobs", "1"]
    start = time.perf_counter()
    subprocess.run(call, stdout=subprocess.DEVNULL)
    whole = time.perf_counter() - start
    wanted = _state(out)
    paper = next(papers.rglob("answers.json"))
    chance, spoilt = random.Random(1), 0
    for number in range(count):
        paper.write_text(f'{{"net_h1": "{number}.5"}}')
        running = subprocess.Popen(call, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.1) * whole)
        running.kill()
        running.wait()
        state = _state(out)
        spoilt += state is None or state["rows"] != wanted["rows"]
    subprocess.run(call, stdout=subprocess.DEVNULL)
    left = [path.name for path in folder.iterdir() if path.name.startswith(".k.")]
    print(
        f"killed {count} times: {spoilt} spoilt; after the next run {len(left)} folders left over"
    )


def _state(out: Path) -> dict | None:
    try:
        rows = list(csv.DictReader((out / "class.csv").read_text("utf-8-sig").splitlines()))
        reports = len(list((out / "students").glob("*.md")))
    except OSError:
        return None
    return {"rows": (len(rows), reports)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=3000)
    parser.add_argument("--kills", type=int, default=40)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many_papers(folder, told.papers)
        hostile(folder)
        kills(folder, told.kills)


if __name__ == "__main__":
    main()
