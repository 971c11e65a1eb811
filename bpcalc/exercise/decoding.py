"""From the bytes of a file to its text."""

from itertools import islice

from bpcalc.exercise.yaml_nodes import MAX_REFUSALS, Refusal
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MAX_BYTES = 16 * 2**20

FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that do not belong in a text file, or that only YAML takes for line breaks."""


class Decoded(NamedTuple):
    """The text of a file; if there are refusals, as good as it could be decoded."""

    text: str
    refusals: list[Refusal]


def decode(source: bytes) -> Decoded:
    """Return the text of a file, without the byte order mark that Windows puts in front."""
    if len(source) > MAX_BYTES:
        says = say("the file is larger than {n} MiB; keep less in it", n=MAX_BYTES // 2**20)
        return _refused(says)
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in source[:2]:
        return _refused(say("the file is in UTF-16 (“Unicode”): save it as UTF-8"))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not source.startswith(b"\xef\xbb\xbf") and _is_gb18030(source):
            text = source.decode("gb18030")  # from a Chinese Windows, as answers may be
        else:
            return _not_utf8(source, error.start)
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():  # nearly always
        return Decoded(text, [])
    matches = islice(FORBIDDEN.finditer(text), MAX_REFUSALS)
    return Decoded(text, [Refusal(match.start(), _forbidden(match[0])) for match in matches])


def _refused(says: str) -> Decoded:
    return Decoded("", [Refusal(0, says)])


def _not_utf8(source: bytes, start: int) -> Decoded:
    """Refuse bytes that are no UTF-8; most often they are from a Chinese Windows."""
    # The error counts from behind a byte order mark; such a file is no GBK.
    marked = source.startswith(b"\xef\xbb\xbf")
    before = source[: start + 3 * marked].decode("utf-8-sig", "replace")
    says = say(
        "the byte 0x{byte:02X} is not UTF-8: save the file as UTF-8",
        byte=source[start + 3 * marked],
    )
    return Decoded(source.decode("utf-8-sig", "replace"), [Refusal(len(before), says)])


def _is_gb18030(source: bytes) -> bool:
    try:
        source.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _forbidden(character: str) -> str:
    if character == "\ufeff":
        return say("a byte order mark (U+FEFF) stands in the middle of the file; delete it")
    code = f"U+{ord(character):04X}"
    return say("the control character {code} does not belong in a text file; delete it", code=code)
