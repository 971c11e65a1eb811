"""Lines of a text put together: a value whose brackets stay open goes on in the next line."""

from collections.abc import Iterator

from bpcalc.checking.reading.statement_parts import (
    VALUE_START,
    bracket_balance,
)


def logical_lines(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a text, those put together that one bracket spans."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        depth = bracket_balance(line)
        bracket = _open_bracket(line) if depth > 0 else ""
        if bracket:
            joined = [line]
            while depth > 0 and at < len(lines) and _continues(lines[at], bracket):
                joined.append(lines[at])
                depth += bracket_balance(lines[at])
                at += 1
            line = "\n".join(joined)
        yield line


def _open_bracket(line: str) -> str:
    """Return the first bracket that a line leaves open, if a value begins with it."""
    opened: list[int] = []
    for at, sign in enumerate(line):
        if sign in "[({":
            opened.append(at)
        elif sign in "])}" and opened:
            opened.pop()
    before = line[: opened[0]].rstrip()[-1:] if opened else "?"
    if not opened:
        return ""
    called = before.isalnum() and line[opened[0]] == "("
    apart = line[opened[0]] == "[" and line[opened[0] - 1 : opened[0]] in (" ", "\t")  # dW1 [[0.1 …
    return line[opened[0]] if before in _BEFORE_VALUE or called or apart else ""


_BEFORE_VALUE = ("", ":", "=", "：", "＝", ",", ">", "(", "[", "{")


def _continues(line: str, bracket: str) -> bool:
    """Return whether a line can stand within a bracket that an earlier one has opened."""
    if bracket == "{":
        return True
    stripped = line.strip()
    if not stripped or VALUE_START.match(stripped) or stripped[0] in "])}'\"":
        return True
    return stripped.startswith(("dtype", "grad_fn", "requires_grad", "device", "size", "nan", "-"))
