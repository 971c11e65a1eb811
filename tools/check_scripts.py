"""Check the scripts of pages as a developer does: types by TypeScript, style by ESLint.

Run `npm install --no-save typescript eslint @eslint/js` once, in any folder, and then
`python tools/check_scripts.py FOLDER`. Nothing of it is needed to install, run or build bpcalc:
the scripts are plain modules, and the types stand in their comments.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bpcalc.report.live.bundle import all_scripts

OPTIONS = {
    "allowJs": True,
    "checkJs": True,
    "strict": True,
    "noEmit": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "noImplicitReturns": True,
    "target": "es2022",
    "module": "es2022",
    "moduleResolution": "bundler",
    "lib": ["es2022", "dom", "dom.iterable"],
    "types": [],
}

ESLINT = """
import js from "@eslint/js";
const browser = ["document", "window", "self", "location", "history", "localStorage", "matchMedia",
  "setTimeout", "Blob", "URL", "Event", "Worker", "SVGElement", "HTMLInputElement",
  "HTMLTemplateElement", "TextDecoder"];
export default [js.configs.recommended, {
  languageOptions: { globals: Object.fromEntries(browser.map((name) => [name, "readonly"])) },
  rules: { eqeqeq: "error", "prefer-const": ["error", { destructuring: "all" }], "no-var": "error",
    "no-eval": "error", "no-implied-eval": "error", "no-new-func": "error",
    "no-unused-vars": ["error", { varsIgnorePattern: "^[A-Z]", argsIgnorePattern: "^_" }] },
}];
"""


def main(packages: Path) -> int:
    """Check all scripts with what is installed in a folder; return 0 if nothing is found."""
    installed = packages.resolve() / "node_modules"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "node_modules").symlink_to(installed)
        for script, text in all_scripts().items():
            (folder / f"{script}.js").write_text(text, "utf-8")
        settings = {"compilerOptions": OPTIONS, "include": ["*.js"], "exclude": ["functions.js"]}
        (folder / "tsconfig.json").write_text(json.dumps(settings))
        (folder / "eslint.config.mjs").write_text(ESLINT)
        (folder / "package.json").write_text('{"type": "module"}')
        tools = installed / ".bin"
        calls = [[tools / "tsc", "--project", "."], [tools / "eslint", "."]]
        return max(subprocess.run(call, cwd=folder, check=False).returncode for call in calls)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
