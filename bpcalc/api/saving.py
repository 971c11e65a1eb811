"""What a program writes to a file."""

from typing import Any

from bpcalc.api.arguments import file_path
from bpcalc.errors import OutputError, reason
from bpcalc.locale import say


def save_bytes(path: Any, content: bytes) -> None:
    """Write a file; one of this name is replaced.

    Raises:
        ArgumentError: this is no path.
        OutputError: it cannot be written there; an `OSError` as well.
    """
    target = file_path(path)
    try:
        target.write_bytes(content)
    except (OSError, ValueError) as error:  # a null character is a ValueError
        why = reason(error) if isinstance(error, OSError) else say("no file can have this name")
        says = say("{file} cannot be written: {reason}", file=target, reason=why)
        raise OutputError(says) from None
