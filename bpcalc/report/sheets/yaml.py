"""YAML: a sheet that can be filled in and checked as it is."""

from bpcalc.locale import say
from bpcalc.report.ownership import Signed, comment
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SheetFormat


def _write(sheet: Sheet) -> str:
    """Return a sheet that can be filled in and checked as it is."""
    exercise = sheet.solution.exercise
    lines = [f"# {exercise.title or say('Answer sheet')}"]
    lines += ["# " + say("Write a number behind each colon; leave blank what you do not have.")]
    lines += ["# " + note for note in sheet.notes()]
    lines += ["", "student:", ""]
    for title, keys in sheet.parts():
        digits = sheet.digits(keys)
        what = say("{title} ({digits})", title=title, digits=digits) if digits else title
        lines.append(f"# {what}")
        lines += [f"{sheet.name(key)}: {sheet.value(key)}".rstrip() for key in keys]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


FORMAT = SheetFormat(suffixes=(".yaml", ".yml"), ownership=Signed(comment("# ")), write=_write)
