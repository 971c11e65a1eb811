"""The data of a page, in which nothing is written twice, and what its script makes of that."""

from pathlib import Path
from random import Random

import pytest

from bpcalc.report.live.page import in_script
from bpcalc.report.practice.repeats import MARK, with_repeats, without_repeats
from tests.helpers.node import MISSING, answered, write_scripts

RUNNER = """import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [folder, file] = process.argv.slice(2);
const { withRepeats } = await import(pathToFileURL(`${folder}/repeats.js`).href);
console.log(JSON.stringify(JSON.parse(readFileSync(file, "utf8")).map(withRepeats)));
"""

FAR = "".join(f"{number:05d}" for number in range(70_000))
"""Longer than a distance can be."""


def texts() -> list[str]:
    """Return texts with all that may stand in a page, and with everything repeated."""
    random = Random(5)
    short = ["".join(random.choices('ab<é中😀"\\\t', k=random.randrange(90))) for _ in range(300)]
    nested = {name: [name, "</script><!--<script>"] * 9 for name in short}
    return [*map(in_script, (short, nested, "x" * 500, "", FAR + "begin" + FAR[:100]))]


def test_texts_come_back_and_are_shorter() -> None:
    """No text is longer than before, and what ends a script is in none."""
    for text in texts():
        short = without_repeats(text)
        assert with_repeats(short) == text
        assert len(short) <= len(text)
        assert MARK not in text
        assert "</" not in short
        assert "<!" not in short
        assert "<s" not in short


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_script_reads_them(tmp_path: Path) -> None:
    """Signs beyond 16 bits count as one, there and here."""
    write_scripts(tmp_path)
    runner = tmp_path / "repeats.mjs"
    runner.write_text(RUNNER, "utf-8")

    assert answered(runner, tmp_path, list(map(without_repeats, texts()))) == texts()
