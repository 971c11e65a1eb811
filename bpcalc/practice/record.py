"""The file of a practice: a sheet that `check` reads, and in a comment how far it has come."""

import json
import re

from bpcalc.checking.reading.hints_taken import HINTS, VALUE
from bpcalc.locale.cleaning import cleaned, cleaned_json
from bpcalc.practice.session import Progress, Session

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_STATE = re.compile(r"(?m)^# progress (\{.*\})\r?$")
_KEYS = {"exercise", "kinds", "place", "wrong", "shown", "answers"}


def written(session: Session, name: str) -> str:
    """Return the file of a practice.

    Args:
        session: the practice.
        name: of the exercise, as it was called.
    """
    progress = session.progress
    state = {
        "exercise": name,
        "kinds": sorted({key.kind for key in session.keys}),
        "place": progress.place,
        "wrong": progress.wrong,
        "shown": progress.shown,
        "answers": progress.answers,
    }
    kept = cleaned_json(json.dumps(state, ensure_ascii=False))
    lines = [f"# bpcalc check {cleaned(name)} -", f"# progress {kept}"]
    cells = session.cells()
    for key in session.marker.asked:
        text = cells[key].raw.strip() if key in cells else ""
        quoted = text if _NUMBER.fullmatch(text) or not text else json.dumps(text)
        lines.append(f"{session.name(key)}: {quoted}".rstrip())
    if progress.shown:
        lines.append(f"{HINTS}: {', '.join(f'{name} {VALUE}' for name in progress.shown)}")
    return "\n".join(lines) + "\n"


def read(text: str) -> tuple[str, frozenset[str], Progress] | None:
    """Return the exercise, the kinds and the progress of a file; None if it is of no practice."""
    found = _STATE.search(text)
    try:
        state = json.loads(found[1]) if found else None
    except ValueError:
        return None
    if not isinstance(state, dict) or set(state) != _KEYS:
        return None
    progress = Progress(
        int(state["place"]), dict(state["answers"]), dict(state["wrong"]), list(state["shown"])
    )
    return str(state["exercise"]), frozenset(state["kinds"]), progress
