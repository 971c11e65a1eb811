"""Markdown: a sheet to be printed."""

from bpcalc.locale import say
from bpcalc.report.escaping import markdown as escaped
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SheetFormat


def _write(sheet: Sheet) -> str:
    """Return a sheet to be printed."""
    exercise = sheet.solution.exercise
    blocks = [f"# {escaped(exercise.title or say('Answer sheet'))}"]
    blocks.append(say("Name:") + " " + r"\_" * 24)
    blocks += map(escaped, sheet.notes())
    for title, keys in sheet.parts():
        blocks.append(f"## {escaped(title)}")
        if digits := sheet.digits(keys):
            blocks.append(escaped(digits))
        rows = [
            f"| {escaped(sheet.symbol(key))} | `{sheet.name(key)}` | {sheet.value(key)} |"
            for key in keys
        ]
        head = (say("quantity"), say("name in files"), say("value"))
        blocks.append("\n".join([f"| {' | '.join(head)} |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(blocks) + "\n"


FORMAT = SheetFormat(suffixes=(".md",), ownership=Signed(comment("<!-- ", " -->")), write=_write)
