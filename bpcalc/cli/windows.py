"""What Windows makes of the names of files; elsewhere nothing is done here."""

import errno
import sys
from pathlib import Path

from bpcalc.locale import say

WINDOWS = sys.platform == "win32"

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
"""Names that are devices in every folder, whatever suffix they have.

Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

FORBIDDEN = frozenset('<>"|?*')


def check_name(path: Path) -> None:
    """Refuse a name behind which Windows would hide the file, or lose it.

    A device by its own name, `con` or `nul`, is written into as it would be elsewhere.

    Raises:
        OSError: the message says what is the matter with the name.
    """
    if WINDOWS:
        for part in path.parts:
            if part != path.anchor:
                _check_part(part)


def _check_part(part: str) -> None:
    stem = part.partition(".")[0].rstrip(" ").lower()
    if stem in DEVICES and part.lower() != stem:
        raise OSError(errno.EINVAL, say("Windows keeps the name `{name}` for a device", name=stem))
    if ":" in part:  # the content would go into a stream that no folder shows
        raise OSError(errno.EINVAL, say("on Windows a name has no colon"))
    if part.endswith((".", " ")) and part.strip("."):
        raise OSError(errno.EINVAL, say("on Windows a name ends with no dot or blank"))
    bad = sorted(FORBIDDEN & set(part))
    if bad:
        raise OSError(errno.EINVAL, say("on Windows a name has no `{sign}`", sign=bad[0]))
