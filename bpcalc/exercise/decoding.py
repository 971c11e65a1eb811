"""From the bytes of a file to its text."""

import codecs
from itertools import islice

from bpcalc.exercise.yaml_nodes import MAX_REFUSALS, Refusal
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MAX_BYTES = 16 * 2**20

FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that do not belong in a text file, or that only YAML takes for line breaks."""


PRINTABLE_STARTS = (b"%PDF-", b"{\\rtf")
"""What files begin with that are no texts, although their bytes may be those of one."""

CHINESE, WESTERN = "GB18030", "Windows-1252"
"""Encodings of Windows that a file without a mark is taken for."""

UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class Decoded(NamedTuple):
    """The text of a file; if there are refusals, as good as it could be decoded.

    Attributes:
        text: of the file.
        refusals: why it cannot be used.
        guessed: the encoding that it was taken for, "" for UTF-8.
    """

    text: str
    refusals: list[Refusal]
    guessed: str = ""

    @property
    def notice(self) -> str:
        """Say what the file was taken for, "" where there is nothing to say."""
        return taken_for(self.guessed) if self.guessed else ""


def taken_for(encoding: str) -> str:
    """Say which encoding a file was taken for that is in no UTF-8."""
    if encoding == WESTERN:
        return say(
            "the file is not in UTF-8 and was read as {encoding}, the encoding of a Windows in "
            "western Europe; if characters in it are wrong, save it as UTF-8",
            encoding=encoding,
        )
    return say(
        "the file is not in UTF-8 and was read as {encoding}, the encoding of a Chinese "
        "Windows; if characters in it are wrong, save it as UTF-8",
        encoding=encoding,
    )


def decode(source: bytes) -> Decoded:
    """Return the text of a file, without the byte order mark that Windows puts in front."""
    found = _decoded(source)
    if found.refusals or found.guessed or source.startswith(PRINTABLE_STARTS):
        from bpcalc.file_kinds import kind_of, no_text  # only for what is hardly a text

        kind = kind_of(source)
        if kind is not None:
            return _refused(no_text(kind))
    return found


def _decoded(source: bytes) -> Decoded:
    if len(source) > MAX_BYTES:
        says = say("the file is larger than {n} MiB; keep less in it", n=MAX_BYTES // 2**20)
        return _refused(says)
    if source and not source.strip(b"\0"):
        return _refused(zeros_only())
    if source.startswith(UTF_32):
        return _refused(say("the file is in UTF-32: save it as UTF-8"))
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in source[:2]:
        return _refused(say("the file is in UTF-16 (“Unicode”): save it as UTF-8"))
    guessed = ""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not source.startswith(b"\xef\xbb\xbf") and _is_gb18030(source):
            text = source.decode("gb18030")  # from a Chinese Windows, as answers may be
            guessed = CHINESE
        else:
            return _not_utf8(source, error.start)
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():  # nearly always
        return Decoded(text, [], guessed)
    matches = islice(FORBIDDEN.finditer(text), MAX_REFUSALS)
    refusals = [Refusal(match.start(), _forbidden(match[0])) for match in matches]
    return Decoded(text, refusals, guessed)


def zeros_only() -> str:
    """Return the sentence for a file that a failing disk or an interrupted copy has left."""
    return say("the file holds zero bytes and nothing else: it is damaged; take another copy of it")


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
