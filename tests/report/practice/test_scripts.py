"""The scripts of pages before TypeScript and ESLint: no findings.

Both are packages of npm and for development only. `BPCALC_NPM` names the folder where they were
installed; where there are none, the test is left out and says so.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bpcalc.report.live.bundle import MODULES, all_scripts
from bpcalc.report.practice.page import EXAM_SCRIPT, PRACTICE_SCRIPT
from tests.helpers.patience import PATIENCE

ROOT = Path(__file__).parents[3]
PACKAGES = Path(os.environ.get("BPCALC_NPM") or ROOT)
TOOLS = [PACKAGES / "node_modules" / ".bin" / name for name in ("tsc", "eslint")]


@pytest.mark.skipif(
    not all(tool.exists() for tool in TOOLS), reason="typescript and eslint are not installed (npm)"
)
def test_types_and_style() -> None:
    """Every script is checked as strictly as TypeScript can, and linted."""
    call = [sys.executable, str(ROOT / "tools" / "check_scripts.py"), str(PACKAGES)]
    done = subprocess.run(
        call, capture_output=True, text=True, check=False, cwd=ROOT, timeout=PATIENCE
    )

    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("modules", [MODULES, EXAM_SCRIPT, PRACTICE_SCRIPT])
def test_every_module_is_there_that_is_imported(modules: tuple[str, ...]) -> None:
    """In each script of a page, before whatever imports from it."""
    texts = all_scripts()
    for place, name in enumerate(modules):
        imported = re.findall(r'^(?:import|\}).* from "\./(\w+)\.js";$', texts[name], re.MULTILINE)
        assert set(imported) <= set(modules[:place]), name
