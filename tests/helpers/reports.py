"""Reports as a user gets them, and what stands in them."""

import json
import re
from typing import Any

import bpcalc
from bpcalc.exercise.spec import Exercise
from bpcalc.report import formats
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection

NUMBER = re.compile(r"(?<![\w.{₀-₉])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])")
POWER_OF_TEN = re.compile(r" \\times 10\^\{(-?\d+)\}")


_NOTE = re.compile(rb"bpcalc [a-z]+, digest [0-9a-f]{32}")


def unsigned(content: bytes) -> bytes:
    """Return the content of a file without the digest by which its command knows it again."""
    if content.startswith(b"PK"):
        note = _NOTE.search(content)
        return content[: note.start() - 2] + b"\0\0" if note else content
    return re.sub(rb"[^\n]*%s[^\n]*\n" % _NOTE.pattern, b"", content)


def report(
    exercise: Exercise | str,
    format_name: str,
    page: formats.Page = formats.Page(),  # noqa: B008 - a page is immutable
    *,
    epochs: int = 1,
    matrices: bool = False,
    whole: bool = True,
) -> str:
    """Return the report of an exercise in a format."""
    solution = bpcalc.solve(exercise, epochs)
    document = of_solution(solution, Selection(matrices=matrices, whole_after=whole))
    return str(formats.find(format_name).write(document, page))


def lines_of(exercise: Exercise | str, epochs: int = 1) -> list[dict[str, Any]]:
    """Return the lines of an exercise as JSON has them."""
    lines: list[dict[str, Any]] = json.loads(report(exercise, "json", epochs=epochs))["lines"]
    return lines


def worked_lines(exercise: Exercise | str) -> list[dict[str, Any]]:
    """Return the lines that are worked out, as JSON has them."""
    return lines_of(exercise)[len(bpcalc.solve(exercise).stages[0].lines) :]


def numbers(text: str) -> list[str]:
    """Return the numbers of a formula, in plain text or LaTeX, from left to right."""
    text = POWER_OF_TEN.sub(r"e\1", text).replace("^{2}", "").replace("²", "")
    return NUMBER.findall(re.sub(r"[{}&$\\]", " ", text))
