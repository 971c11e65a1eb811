"""Node, by which the scripts of pages are run without a page."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bpcalc.report.live.bundle import all_scripts
from tests.helpers.patience import PATIENCE

NODE = shutil.which("node")
MISSING = "" if NODE else "Node is not installed"


def write_scripts(folder: Path) -> None:
    """Write all modules of pages into a folder, as Node reads modules."""
    for name, text in all_scripts().items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    (folder / "package.json").write_text('{"type": "module"}')


def answered(runner: Path, folder: Path, asked: Any) -> Any:
    """Return what a script makes of all that it is asked.

    Args:
        runner: the script; it is told the folder of the modules, and a file with what is asked.
        folder: of the modules.
        asked: as JSON has it.
    """
    file = folder / "asked.json"
    file.write_text(json.dumps(asked), "utf-8")
    command = [str(NODE), str(runner), str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)
