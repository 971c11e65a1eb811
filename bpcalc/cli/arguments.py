"""What the options of a command line ask for."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from bpcalc.cli.streams import hold, tell
from bpcalc.exercise.notation_choice import without_factors
from bpcalc.exercise.sources import DEFAULT_EXERCISE, Source, open_source
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.table_size import TableSize, judged_by
from bpcalc.locale import enumerated, in_language, language, say, say_many
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import FAMILIES, INFO, KINDS
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.nearest import nearest
from bpcalc.report import formats
from bpcalc.report.folder import Folder
from bpcalc.report.selection import (
    COLUMN_GROUPS,
    COLUMN_HEADS,
    PART_STAGES,
    PART_WORDS,
    Selection,
)


def read_exercise(name: str | None, notation: str | None = None, epochs: int = 0) -> Exercise:
    """Return the exercise that a command is about, in that notation if one is named.

    Args:
        name: of the exercise.
        notation: one to name its quantities in.
        epochs: how many are to be worked out by hand: see `read_source`.
    """
    return in_that(read_source(name, epochs).reading.exercise, notation)


def in_that(exercise: Exercise, notation: str | None) -> Exercise:
    """Return the exercise in a notation, if one is named."""
    if not notation:
        return exercise
    from bpcalc.exercise.own_notation import in_notation  # seldom needed

    found = in_notation(exercise, notation)
    return with_chain(found) if found.working.full_chain else found


def read_source(name: str | None, epochs: int = 0) -> Source:
    """Return the exercise that a command is about; notes of its reading go to standard error.

    Args:
        name: of the exercise.
        epochs: how many are to be worked out by hand, at least. A table of more samples than can
            be is refused before it is read.
    """
    if name is None:
        name = DEFAULT_EXERCISE
        note = say(
            "No exercise was named, so this is the built-in `{name}`; `bpcalc examples {name}` "
            "prints its file to start from.",
            name=name,
        )
        hold(note)
    with judged_by(partial(_judge_rows, epochs=epochs)):
        source = open_source(name)
    for remark in source.reading.notes:
        tell(f"{remark}")
    return source


def _judge_rows(size: TableSize, epochs: int) -> None:
    from bpcalc.cli.sizes import announce_table, refuse_rows  # few exercises have a table

    refuse_rows(size.rows * size.weights, epochs)
    announce_table(size)


def tell_epochs(exercise: Exercise, epochs: int) -> None:
    """Say that the exercise names more epochs than are worked out where no option says how many."""
    if exercise.epochs is None or exercise.epochs <= epochs or not exercise.updates:
        return
    from bpcalc.calc.mistakes import MOST_EPOCHS

    how = say("`bpcalc train` runs them all")
    if exercise.epochs <= MOST_EPOCHS:
        how = say("--epochs {n} works out all of them", n=exercise.epochs)
    says = say_many(
        "The exercise says `epochs: {asked}`, and 1 is worked out here; {how}.",
        "The exercise says `epochs: {asked}`, and {n} are worked out here; {how}.",
        epochs,
        asked=exercise.epochs,
        how=how,
    )
    tell(says)


def with_rounding(
    exercise: Exercise,
    decimals: int | None,
    significant: int | None,
    carry: str | None,
    ties: str | None,
) -> Exercise:
    """Return the exercise with the rounding that the command line asks for.

    Digits asked for here count for every kind of quantity.
    """
    if decimals is not None and significant is not None:
        raise click.UsageError(say("--decimals and --significant exclude each other; name one"))
    rounding: Rounding = exercise.rounding
    if decimals is not None:
        rounding = replace(rounding, digits=Digits(decimals), by_kind=MappingProxyType({}))
    if significant is not None:
        digits = Digits(significant, significant=True)
        rounding = replace(rounding, digits=digits, by_kind=MappingProxyType({}))
    asked = {"carry": carry, "ties": ties}
    changed: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    return replace(exercise, rounding=replace(rounding, **changed))


def with_chain(exercise: Exercise) -> Exercise:
    """Return the exercise with each gradient written as the product of the chain rule.

    Raises:
        click.UsageError: it has no lines for the factors.
    """
    if reason := without_factors(exercise):
        raise click.UsageError(reason)
    return replace(exercise, working=exercise.working._replace(full_chain=True))


def selection(
    exercise: Exercise,
    only: str | None,
    unit: str | None,
    show: str | None,
    part: str | None = None,
) -> Selection:
    """Return what is to be shown."""
    kinds: set[Kind] = set()
    allowed = dict.fromkeys((*USUAL_KINDS, *KINDS, *FAMILIES))
    for name in listed(only, "--only", allowed, chinese_kinds, most=len(USUAL_KINDS)):
        kinds.update(FAMILIES.get(name, (name,)))  # type: ignore[arg-type]  # checked to be a kind
    units = [name for names in exercise.units for name in names]
    parts = listed(part, "--part", PART_STAGES, chinese_parts)
    return Selection(
        kinds=frozenset(kinds),
        units=frozenset(listed(unit, "--unit", units)),
        columns=frozenset(
            listed(show, "--show", COLUMN_GROUPS, chinese_columns, most=len(COLUMN_HEADS))
        ),
        parts=frozenset(parts),  # type: ignore[arg-type]  # checked to be parts
    )


USUAL_KINDS = (
    *("net", "out", "error", "total_error", "error_slope", "slope", "delta", "gradient", "change"),
    *("new", "weight", "bias", "input", "target"),
)
"""The kinds that are offered to whoever has misspelt one; `--help` lists the same."""


def separate(words: str | None) -> tuple[str, ...]:
    """Return the words of a list with commas, which may be Chinese ones."""
    return tuple(filter(None, map(str.strip, re.split("[,，、]", words)))) if words else ()


SHORT_PARTS = {
    **dict.fromkeys(("前向", "正向", "正向传播"), "forward"),
    "误差": "error",
    **dict.fromkeys(("反向", "反向传播"), "backward"),
    "更新": "update",
    **dict.fromkeys(("之后", "更新后"), "after"),
}
"""Parts by what they are called for short."""


def chinese_parts() -> dict[str, str]:
    """Return the parts of a page by their Chinese words."""
    return chinese_words(PART_WORDS) | SHORT_PARTS


def chinese_columns() -> dict[str, str]:
    """Return the columns of a page by their Chinese heads."""
    return chinese_words(COLUMN_HEADS) | {"代入": "substitution", "数值": "value"}


def chinese_kinds() -> dict[str, str]:
    """Return the kinds and their families by their Chinese words."""
    found = chinese_words({kind: info.words for kind, info in INFO.items()})
    found |= chinese_words({kind: info.plural for kind, info in INFO.items()})
    return found | {"梯度": "gradient", "变化量": "change", "新值": "new", "净输入": "net"}


def chinese_words(words: Mapping[Any, str]) -> dict[str, str]:
    """Return names by their words in Chinese, whatever language is spoken."""
    return {in_language("zh", text): name for name, text in words.items()}


def listed(
    words: str | None,
    option: str,
    allowed: Iterable[str],
    chinese_for: Callable[[], Mapping[str, str]] = dict,
    most: int = 40,
) -> list[str]:
    """Return the words of a list with commas, each one of those allowed.

    Args:
        words: the list; its commas may be Chinese ones.
        option: that it was given to.
        allowed: the words that are understood.
        chinese_for: gives further words, and what they stand for; asked for where words are
            not understood without them, since it looks them up in the catalogue.
        most: the words that are offered at most, the first ones.
    """
    found = [word.strip() for word in re.split("[,，、]", words)] if words is not None else []
    allowed = list(allowed)
    if set(found) <= set(allowed):
        return found
    chinese = chinese_for()
    names = [chinese.get(word, word) for word in found]
    for name in names:
        if name not in allowed:
            close = nearest(name, [*allowed, *chinese])
            hint = (
                say("did you mean `{name}`?", name=close)
                if close
                else say("choose from {names}", names=_choices(allowed[:most], chinese))
            )
            message = say("unknown `{name}`; {hint}", name=name, hint=hint)
            raise click.BadParameter(message, param_hint=f"'{option}'")
    return names


def _choices(allowed: list[str], chinese: Mapping[str, str]) -> str:
    """Return what there is to choose from, in Chinese with the first Chinese word for each."""
    words = {name: word for word, name in reversed(list(chinese.items()))}
    if language() == "en" or not words:
        return enumerated(allowed)
    return enumerated(f"{name}（{words[name]}）" if name in words else name for name in allowed)


def chosen_format(
    format_name: str | None,
    output: str | None,
    folder: Folder[Any] = formats.FORMAT_FOLDER,
    default: str = "terminal",
    *,
    by_name: bool = True,
    report: formats.ReportName | None = None,
) -> str:
    """Return the format that was asked for, by name or by the suffix of the output file.

    Args:
        format_name: its name, None if it was not named.
        output: the file.
        folder: the formats there are.
        default: what a file without a suffix has.
        by_name: whether the command can be told a name.
        report: what is to be written, where not all of the folder write it.

    Raises:
        UsageError: no format has this suffix.
    """
    if format_name:
        return format_name
    suffix = Path(output).suffix if output and output != "-" else ""
    if not suffix:
        return default
    found = folder.by_suffix(suffix)
    if found is None:
        names = folder.names if report is None else formats.that_write(report)
        known = sorted(each for name in names for each in folder.find(name).suffixes)
        raise click.UsageError(_no_format(suffix, enumerated(known), by_name=by_name))
    return found


def _no_format(suffix: str, known: str, *, by_name: bool) -> str:
    if not by_name:
        return say(
            "no picture is written to `{suffix}` files; use one of {known}",
            suffix=suffix,
            known=known,
        )
    return say(
        "no format is written to `{suffix}` files; use one of {known}, or name the format "
        "with --format",
        suffix=suffix,
        known=known,
    )
