"""What the page that calculates in the browser needs: Python itself, the program, an editor.

All of it is packed into scripts, because a page from a folder may load scripts and nothing else:
each part is compressed, written in base64, and handed to the page by a call. Nothing is fetched
from anywhere else when the page is looked at.
"""

import base64
import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import files, version
from io import BytesIO
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PAGE = Path(__file__).parent / "trial"

PYODIDE = "pyodide@314.0.7"
EDITOR = "ace-builds@1.45.2"

PACKAGES = ("click", "rich", "PyYAML", "Jinja2", "MarkupSafe", "XlsxWriter")
"""What the program needs there, as it is installed here; only what is Python is taken."""

PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
"""The files of Pyodide that are needed; its lock file names packages that are not fetched."""

EDITOR_PARTS = ("ace.js", "mode-yaml.js", "ext-language_tools.js")

SUFFIXES = (".py", ".json", ".typ", ".typed")


def write(folder: Path) -> dict[str, int]:
    """Write the trial into a folder; return the bytes of each of its files.

    Raises:
        CalledProcessError: the wheel cannot be built, or npm cannot fetch what is named above.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        modules = _fetched(Path(scratch))
        python, editor = modules / "pyodide", modules / "ace-builds" / "src-min-noconflict"
        contents = {name: (python / name).read_bytes() for name in PARTS}
        for name in EDITOR_PARTS:
            copy(editor / name, folder / name)
        wheel = _wheel(Path(scratch))
        contents["bpcalc.whl"] = wheel.read_bytes()
    contents["packages.zip"] = packages()
    for name in ("program.py", "worker.js"):
        contents[name] = (PAGE / name).read_bytes()
    for name, content in contents.items():
        (folder / f"{name}.js").write_text(_script(name, content), encoding="ascii")
    for name in ("trial.js", "trial.css"):
        copy(PAGE / name, folder / name)
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    parts = [{"name": name, "bytes": sizes[f"{name}.js"]} for name in contents]
    call = f"bpcalcParts({json.dumps(parts)}, {sum(sizes.values())});\n"
    (folder / "parts.js").write_text(call, encoding="ascii")
    return sizes


def _fetched(scratch: Path) -> Path:
    """Return the folder of the modules that npm has fetched."""
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(scratch)]
    subprocess.run([*command, PYODIDE, EDITOR], check=True, stdout=subprocess.DEVNULL)
    return scratch / "node_modules"


def _wheel(scratch: Path) -> Path:
    """Return the wheel of the program, as it would be released."""
    command = [sys.executable, "-m", "build", "--quiet", "--wheel", "--outdir", str(scratch)]
    subprocess.run([*command, str(ROOT)], check=True, stdout=subprocess.DEVNULL)
    return next(scratch.glob("bpcalc-*.whl"))


def packages() -> bytes:
    """Return the packages as one zip: modules, without compiled parts and without metadata."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for package in PACKAGES:
            for name, content in _modules(package):
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _modules(package: str) -> Iterator[tuple[str, bytes]]:
    for file in files(package) or ():
        inside = ".." not in file.parts and "__pycache__" not in file.parts
        if inside and file.suffix in SUFFIXES and not file.parts[0].endswith(".dist-info"):
            yield file.as_posix(), Path(str(file.locate())).read_bytes()


def _script(name: str, content: bytes) -> str:
    packed = gzip.compress(content, 9, mtime=0)
    return f'bpcalcPart({json.dumps(name)}, "{base64.b64encode(packed).decode("ascii")}");\n'


def versions() -> dict[str, str]:
    """Return what the trial runs, with its version."""
    return {"Pyodide": PYODIDE.partition("@")[2], **{name: version(name) for name in PACKAGES}}
