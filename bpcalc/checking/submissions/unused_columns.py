"""Columns of a class's table that are not marked, and what is said of them."""

from collections.abc import Iterator, Sequence

from bpcalc.checking.submissions.columns import TableColumns
from bpcalc.checking.submissions.files import Unused
from bpcalc.checking.submissions.headings import is_decimal
from bpcalc.locale import enumerated, say, say_many


def no_quantity(columns: TableColumns, asked: int) -> str:
    """Return why a table cannot be read of which no column names a quantity."""
    listed = enumerated(head[:60] for head in columns.heads[:8] if head)
    says = say(
        "no column of the table names a quantity of this exercise; its headings are: {heads}. "
        "Say what they are with --columns; --propose writes a file for it",
        heads=listed or say("(none)"),
    )
    if columns.numbered:
        more = say_many(
            "{n} column has a number only, and the sheet asks for {asked} quantities; "
            "with --only, --epochs or --columns they may be as many",
            "{n} columns have numbers only, and the sheet asks for {asked} quantities; "
            "with --only, --epochs or --columns they may be as many",
            columns.numbered,
            asked=asked,
        )
        says = f"{says}. {more}"
    return says


def unknown_columns(
    body: Sequence[tuple[int, Sequence[str]]], columns: TableColumns, used: Sequence[int]
) -> list[Unused]:
    """Return the columns that are not marked, and those whose heading is only close to a name."""
    unused = []
    for at, (head, role) in enumerate(zip(columns.heads, columns.roles, strict=True)):
        place = say("column `{head}`", head=head[:80] or str(at + 1))
        if at in columns.guessed:
            why = say("it is taken for {name}; --columns says otherwise", name=columns.names[at])
            unused.append(Unused(place, why, harmless=True, taken=True))
        elif role == "aside" and head:
            unused.append(Unused(place, say("it is no answer"), harmless=True))
        elif not role and at not in used:
            numbers = decimals(body, at)
            if numbers:
                why = say(
                    "it has numbers in it, but names no quantity; say with --columns what it is"
                )
                unused.append(Unused(place, why))
            elif head:
                why = say("it names no quantity and says nothing of a student")
                unused.append(Unused(place, why, harmless=True))
    return [*unused, *_same_columns(columns)]


def _same_columns(columns: TableColumns) -> Iterator[Unused]:
    """Yield the columns of a quantity that an earlier one has as well."""
    seen: dict[str, str] = {}
    for head, name in zip(columns.heads, columns.names, strict=True):
        if name in seen:
            why = say(
                "column `{head}` has the same quantity; this one counts where that is blank",
                head=seen[name],
            )
            yield Unused(say("column `{head}`", head=head[:80]), why, harmless=True, taken=True)
        elif name:
            seen[name] = head[:80]


def decimals(body: Sequence[tuple[int, Sequence[str]]], at: int) -> bool:
    """Return whether most of what stands in a column are numbers with decimals."""
    cells = [row[at] for _, row in body[:200] if len(row) > at and row[at].strip(" -")]
    return bool(cells) and 2 * sum(map(is_decimal, cells)) > len(cells)
