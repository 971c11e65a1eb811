"""What `benchmarks/fuzz.py` starts from, and how it changes inputs.

Most changes leave text what it is and put one word, number, sign or line in the place of another:
bytes by chance hardly get beyond the first look at a file. A third of them changes what an input is
made of, as `fuzz_structure.py` knows it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from benchmarks.fuzz_calls import commands
from benchmarks.fuzz_structure import changes
from benchmarks.fuzz_ways import FILES, LONGEST_INPUT, MODELS, SAMPLES

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "fuzz"
FINDS = "finds.jsonl"
"""What the fuzzer has found for a way, one a line, with characters of Latin-1 for bytes."""

STRUCTURE = 0.33
"""The part of changes that are of the structure of an input."""

_WORD = re.compile(rb"[^\s,:;\[\]{}()\"'=|/@<>]+|[\"'=|:;,/@<>]")
_NUMBER = re.compile(rb"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")

PIECES = [
    *(b"nan", b"inf", b"1e999999", b"-0", b"1e-400", b"9" * 400, b"0.1", b",", b";", b"\t", b":"),
    *(b"[", b"]", b"{", b"}", b"\n", b"\r\n", b"'", b'"', b"|", b"&a", b"*a", b"<<", b"!!int"),
    *(b"@s2e3", b"@all", b"[2]", b"_new", "δ".encode(), "⁺".encode(), "，".encode(), b"net_h1"),
    *("\u202e".encode(), b"=", b"- ", b"# ", b"%", b"--only", b"--format", b"--decimals"),
    *(
        b"weights",
        b"samples",
        "０．５".encode(),
        "１２".encode(),
        b"1/3",
        b"0x1",
        b"1_0",
        b"(",
        b")",
    ),
    *(b"sqrt(", b"**", b"^", "、".encode(), "：".encode(), "−".encode(), b"\\", b"<", b"&lt;"),
    *(b"net_h999999999", b"w99999999999999999999", b"true", b"null", b"~", b"''", b"\n\n"),
]
"""Words and signs that are worth a try anywhere."""

BYTES = [b"\xff", b"\0", b"\x1b[2J", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"\x85", b"\r"]
"""What hardly any text has."""

NUMBERS = [
    *(b"0", b"1", b"-1", b"2", b"3", b"10", b"0.5", b"-0.5", b"1e-3", b"1e30", b"1e-30", b"100"),
    *(b"1e999", b"-1e999999999", b"0.1000000000000000055", b"12345678901234567890", b"007", b".5"),
    *(b"5.", b"1,5", b"1e", b"+0", b"999999999", b"1" * 60, b"0." + b"3" * 60),
]


def corpus(way: str) -> list[bytes]:
    """Return what there is to start from: files that were written for it, and finds."""
    paths = [path for path in sorted((CORPUS / way).glob("*")) if path.name != FINDS]
    if way == "exercise":
        paths += sorted((ROOT / "tests" / "published").rglob("drawn/*.yaml"))
    texts = [*(path.read_bytes() for path in paths), *finds(CORPUS / way)]
    if way in _OF_ANSWERS:
        texts += [made for text in corpus("answers") for made in _OF_ANSWERS[way](text)]
    return list(dict.fromkeys(texts))


def _documents(text: bytes) -> Iterator[bytes]:
    """Yield answers as a Word document, line by line."""
    lines = re.sub(rb"[\0-\x08\x0b-\x1f]", b"", text).decode("utf-8", "replace").split("\n")
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    start = "%% [Content_Types].xml\n<Types/>\n%% word/document.xml\n<w:document xmlns:w="
    space = '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    yield f"{start}{space}><w:body>{paragraphs}</w:body></w:document>\n".encode()


def _papers(text: bytes) -> Iterator[bytes]:
    """Yield answers as the paper of somebody in an archive."""
    yield b"%% Li Lei/answers.txt\n" + text


def _classes(text: bytes) -> Iterator[bytes]:
    """Yield answers that are written one a line as the table of a class."""
    told = re.findall(rb"^ *([^\n=:,;|]+?) *[=:,;|] *([-+\d.][^\n,]*)", text, re.MULTILINE)
    if told:
        names, values = zip(*told, strict=True)
        yield b"student,%s\nLi,%s\n" % (b",".join(names), b",".join(values))


def _names(text: bytes) -> Iterator[bytes]:
    """Yield what may be names in answers."""
    for part in re.split(rb"[=:|,;\t\n]|  +", text):
        if 0 < len(part.strip()) < LONGEST_NAME:
            yield part.strip()


LONGEST_NAME = 60

_OF_ANSWERS = {
    "packed_answers": _documents,
    "archive": _papers,
    "class_table": _classes,
    "name": _names,
}
"""What is made of the corpus of answers for other ways, which read the same within something."""


def finds(folder: Path) -> list[bytes]:
    """Return the finds that a folder has."""
    path = folder / FINDS
    if not path.exists():
        return []
    return [json.loads(line).encode("latin-1") for line in path.read_text("utf-8").splitlines()]


def keep(folder: Path, inputs: Sequence[bytes]) -> None:
    """Write finds into a folder, the shortest first."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [
        json.dumps(each.decode("latin-1")) for each in sorted(inputs, key=lambda i: (len(i), i))
    ]
    (folder / FINDS).write_text("".join(f"{text}\n" for text in texts), "utf-8")


class Mutator:
    """Changes inputs of one way in."""

    def __init__(self, way: str, texts: Sequence[bytes], seed: int) -> None:
        """Collect the words that mean something there."""
        self.chance = Random(seed)
        self._structure = changes(way)
        self._others = list(texts) or [b""]
        known = vocabulary(way)
        seen = {word for text in texts for word in _WORD.findall(text) if len(word) < 60}
        self._words = sorted({*known, *seen}) or PIECES
        self._lines = sorted({line for text in texts for line in text.split(b"\n")[:200]}) or [b""]

    def more(self, text: bytes) -> None:
        """Take parts of inputs to come from this one, too."""
        self._others.append(text)

    def change(self, data: bytes) -> bytes:
        """Return an input changed in a few places, or crossed with another one."""
        chance = self.chance
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            if chance.random() < STRUCTURE:
                data = chance.choice(self._structure)(chance, data, self._others)
            else:
                data = chance.choices(_CHANGES, _WEIGHTS)[0](self, data)
        return data[:LONGEST_INPUT]

    def _word(self) -> bytes:
        return self.chance.choice(PIECES if self.chance.random() < 0.2 else self._words)

    def _spot(self, data: bytes, what: re.Pattern[bytes]) -> tuple[int, int]:
        """Return the place of a word or number at or after a place taken by chance."""
        at = self.chance.randrange(len(data) + 1)
        found = what.search(data, at) or what.search(data)
        return found.span() if found else (at, at)

    def _other_word(self, data: bytes) -> bytes:
        start, end = self._spot(data, _WORD)
        return data[:start] + self._word() + data[end:]

    def _other_number(self, data: bytes) -> bytes:
        start, end = self._spot(data, _NUMBER)
        number = self.chance.choice(NUMBERS)
        return data[:start] + number + data[end:]

    def _more(self, data: bytes) -> bytes:
        start, _ = self._spot(data, _WORD)
        return data[:start] + self._word() + self.chance.choice((b"", b" ", b": ")) + data[start:]

    def _less(self, data: bytes) -> bytes:
        start, end = self._spot(data, _WORD)
        return data[:start] + data[end:]

    def _twice(self, data: bytes) -> bytes:
        start, end = self._spot(data, _WORD)
        times = self.chance.choice((1, 1, 1, 2, 30))
        return data[:end] + (b", " + data[start:end]) * times + data[end:]

    def _swapped(self, data: bytes) -> bytes:
        one, other = sorted((self._spot(data, _WORD), self._spot(data, _WORD)))
        if other[0] < one[1]:
            return data
        first, second = data[slice(*one)], data[slice(*other)]
        return data[: one[0]] + second + data[one[1] : other[0]] + first + data[other[1] :]

    def _cut(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data) + 1)
        return data[:at] + data[at + self.chance.choice((1, 1, 2, 4, 20, 60)) :]

    def _crossed(self, data: bytes) -> bytes:
        other = self.chance.choice(self._others)
        at, start = self.chance.randrange(len(data) + 1), self.chance.randrange(len(other) + 1)
        if self.chance.random() < 0.3:
            return data[:at] + other[start:]
        return data[:at] + other[start : start + self.chance.randrange(1, 60)] + data[at:]

    def _any_byte(self, data: bytes) -> bytes:
        at = self.chance.randrange(len(data) + 1)
        new = self.chance.choice((*BYTES, bytes([self.chance.randrange(256)])))
        return data[:at] + new + data[at + self.chance.randrange(2) :]

    def _other_lines(self, data: bytes) -> bytes:
        """Return a text with a line more, less, twice, deeper or elsewhere."""
        chance = self.chance
        lines = data.split(b"\n")
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines) + 1)
        match chance.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines.insert(to, lines[at])
            case 2:
                lines.insert(to, lines.pop(at))
            case 3:
                lines.insert(to, chance.choice(self._lines))
            case 4:
                lines.insert(to, self._word())
            case 5:
                lines[at] = chance.choice(self._lines)
            case _:
                lines[at] = b"  " + lines[at]
        return b"\n".join(lines)


_CHANGES = (
    *(Mutator._other_word, Mutator._other_number, Mutator._other_lines, Mutator._crossed),
    *(Mutator._more, Mutator._less, Mutator._twice, Mutator._swapped, Mutator._cut),
    Mutator._any_byte,
)
_WEIGHTS = (6, 3, 5, 2, 2, 1, 1, 1, 1, 0.4)


@cache
def vocabulary(way: str) -> list[bytes]:
    """Return the words that mean something on a way in: keys and values, or options."""
    found: set[str] = set()
    if way == "options":
        found |= {*_options(), *FILES}
    if way in ("exercise", "options"):
        from bpcalc.exercise.schema import schema

        found |= {*_schema_words(schema())}
    if way == "policy":
        from bpcalc.checking.policy import _READERS, CREDIT_NAMES

        found |= {f"{key}: " for key in (*_READERS, *CREDIT_NAMES)}
    if way == "notation":
        from bpcalc.exercise.own_notation import NOTATION_SETTINGS
        from bpcalc.maths.kinds import KINDS

        found |= {f"{key}: " for key in (*NOTATION_SETTINGS, *KINDS)}
    if way not in ("exercise", "samples", "policy", "notation", *MODELS):
        found |= {line.name for line in _lines(way)}  # type: ignore[attr-defined]
    return sorted(word.encode() for word in found)


def _schema_words(part: object) -> Iterator[str]:
    """Yield the keys of a schema, as they are written with a value, and the words it knows."""
    if isinstance(part, dict):
        yield from (f"{key}: " for key in part.get("properties", ()))
        yield from (word for word in part.get("enum", ()) if isinstance(word, str))
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _schema_words(each)


def _options() -> Iterator[str]:
    """Yield the commands, their options, and what may be chosen."""
    from bpcalc.exercise.sources import built_in

    yield from built_in()
    for name, parameters in commands().items():
        yield name
        for one in parameters:
            yield from one.opts if one.param_type_name == "option" else ()
            yield from getattr(one.type, "choices", ())


def _lines(way: str) -> tuple[object, ...]:
    import bpcalc
    from bpcalc.exercise.reader import read

    if way != "sampled_answers":
        return tuple(bpcalc.solve("mazur").lines)
    return tuple(bpcalc.solve(read(SAMPLES, "samples.yaml").exercise, epochs=2).lines)
