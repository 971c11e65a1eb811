"""What standard output can write, and what is written in place of a sign it cannot."""

import codecs
import sys
from io import TextIOWrapper

PLAIN_SIGNS = str.maketrans(
    {
        "─": "-",
        "═": "=",
        "━": "=",
        "│": "|",
        "▼": "v",
        "▶": ">",
        "→": "->",
        "…": "...",
        "∂": "d",
        "≈": "~",
    }
)
"""The rules and arrows of a report, and ∂, in ASCII."""

_SPELT = PLAIN_SIGNS | str.maketrans(
    {"δ": "delta", "η": "eta", "θ": "theta", "α": "alpha", "Δ": "d", "⁺": "+", "·": "*"}
    | {"²": "^2", "³": "^3", "½": "1/2", "⊙": "(*)", "−": "-", "–": "-", "—": "-"}
    | {"“": '"', "”": '"', "‘": "'", "’": "'"}
)

LENIENT = "bpcalc"
"""The name under which Python knows what to do with a sign that cannot be written."""


def of_stdout() -> str:
    """Return the encoding of standard output; a text in memory, which has none, takes any sign."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def can_write(signs: str) -> bool:
    """Return whether standard output can write these signs."""
    try:
        signs.encode(of_stdout())
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def be_lenient() -> None:
    """Let no sign in a message or a help page stop the program, as on a Chinese Windows (GBK)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors=LENIENT)


def _spelt(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding does not have: a sign of the field in ASCII, anything else as `?`."""
    assert isinstance(error, UnicodeEncodeError)  # it is asked for nothing else
    signs = error.object[error.start : error.end]
    return "".join(str(_SPELT.get(ord(sign), "?")) for sign in signs), error.end


codecs.register_error(LENIENT, _spelt)
