"""The answers of a student, read off a file, a text or the words of a command."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from bpcalc.checking.answers import Answers, AnswersCollector
from bpcalc.checking.cells import Cell, DecimalSeparator, decimal_mark, read_cell
from bpcalc.checking.reading.batch_headings import ALL_LEFT
from bpcalc.checking.reading.batches_in_order import in_their_batches
from bpcalc.checking.reading.before_or_after import told_by_moments
from bpcalc.checking.reading.book_sheets import in_own_notation
from bpcalc.checking.reading.contents import (
    clean,
    content_of,
    guessed_encoding,
)
from bpcalc.checking.reading.counted_errors import errors_told
from bpcalc.checking.reading.counted_updates import as_updates
from bpcalc.checking.reading.differences import told_differences
from bpcalc.checking.reading.elements import assembled
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.epochs_from_0 import counted_from_1, is_later, ways_counted
from bpcalc.checking.reading.file_entries import entries_of, text_entries
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.line_forms import old_and_new
from bpcalc.checking.reading.line_letters import line_told
from bpcalc.checking.reading.listed import listed_numbers
from bpcalc.checking.reading.matrix_elements import placed
from bpcalc.checking.reading.name_parts import EPSILONS
from bpcalc.checking.reading.nameless_answers import answers_named
from bpcalc.checking.reading.names_from_0 import named_from_1
from bpcalc.checking.reading.nested_objects import flat
from bpcalc.checking.reading.other_books import foreign_names, under_own_names
from bpcalc.checking.reading.outputs_of_units import by_their_units
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.samples_by_input import told_by_input
from bpcalc.checking.reading.sums_below_samples import may_be_sums, sums_told
from bpcalc.checking.reading.symbols_behind_words import by_their_symbols
from bpcalc.checking.reading.thresholds import as_biases, new_biases_right
from bpcalc.checking.reading.total_headings import fitting_headings
from bpcalc.checking.reading.unit_arrows import net_and_out
from bpcalc.checking.reading.values import read_value
from bpcalc.errors import AnswersError, OtherNotation
from bpcalc.exercise.spec import Exercise
from bpcalc.files import note_guess
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

_EQUALS = pattern(r"[=＝≈]")


def read_file(path: Path, index: QuantityIndex) -> Answers:
    """Return the answers of a file.

    Raises:
        AnswersError: it cannot be read or used.
    """
    try:
        content = content_of(path)
        found = read_content(content, index)
    except OtherNotation:
        raise
    except AnswersError as error:
        raise AnswersError(say("{file}: {reason}", file=path, reason=error)) from None
    note_guess(path, guessed_encoding(content))
    return found


def read_content(content: bytes, index: QuantityIndex) -> Answers:
    """Return the answers of what a file holds."""
    return _likeliest(partial(entries_of, content, index), index)


def read_text(text: str, index: QuantityIndex) -> Answers:
    """Return the answers of a text."""
    return _likeliest(partial(text_entries, text, index), index)


def _likeliest(read: Callable[..., list[WrittenEntry]], index: QuantityIndex) -> Answers:
    """Return the answers that entries give; where headings may name batches, the way that fits.

    `Batch: 2` below a name may be the student's class, or what `batch_size` is.
    """
    ways = [read()]
    if index.exercise.batches and any(map(is_later, ways[0])):
        without = read(left=ALL_LEFT)
        ways += [read(left=1), without] if without != ways[0] else []
    if len(ways) == 1:
        return answers(ways[0], index)
    found = []
    for way in ways:
        with suppress(AnswersError):
            found.append(answers(way, index))
    if not found:
        return answers(ways[0], index)  # which says what is wrong
    return max(found, key=lambda each: _right(each.cells, index))


def read_words(words: Iterable[str], index: QuantityIndex) -> Answers:
    """Return the answers of words such as `net_h1=0.3775`."""
    entries = []
    for word in words:
        name, *values = _EQUALS.split(old_and_new(clean(word)), 1)
        if not values:
            raise AnswersError(say("`{word}` is no answer; write name=value", word=word))
        entries.append(WrittenEntry(name, listed_numbers(values[0])))
    return answers(entries, index)


def answers(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Answers:
    """Return answers from names and texts.

    Raises:
        AnswersError: none of the names means anything here.
    """
    entries = list(entries)
    found = _answers(entries, index)
    turned = as_biases(entries, index)
    if turned:
        with suppress(AnswersError):
            other = _answers(turned, index)
            if new_biases_right(other.cells, index) > new_biases_right(found.cells, index):
                return other
    return found


def _answers(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Answers:
    """Return answers from names and texts as they stand."""
    entries = fitting_headings(entries, partial(_fitting_counted, index=index))
    entries = _without_small_numbers(entries, index.exercise)
    found = list(assembled(flat(entries, index), index.knows))
    found = list(by_their_symbols(found, index))
    found = named_from_1(found, index, partial(_fitting_counted, index=index))
    separator = _separator(found)
    found = in_own_notation(found, index, partial(_at_moments, index=index), separator)
    found = placed(found, index, separator)
    found = list(told_by_input(answers_named(found, index, separator), index))
    found = line_told(found, index, partial(_collected, index=index), separator)
    found = counted_from_1(found, partial(_fitting, index=index))
    collected = partial(_collected, index=index)
    found = list(in_their_batches(as_updates(found, index, collected), index, separator))
    found = told_by_moments(found, index, separator)
    found = errors_told(found, index, collected)
    told = list(told_differences(net_and_out(found, index), index, separator))
    return AnswersCollector(_in_own_names(told, index, separator), index).collect()


def _without_small_numbers(
    entries: Iterable[WrittenEntry], exercise: Exercise
) -> Iterator[WrittenEntry]:
    """Yield entries without the small number that Adam and norms are given; another one is told."""
    given = dict.fromkeys(_small_numbers(exercise))
    for entry in entries:
        if not given or entry.name.strip() not in EPSILONS:
            yield entry
            continue
        found = read_cell(entry.raw).value
        if found is not None and all(found != each.value for each in given):
            says = say(
                "`{name}`: taken for the small number that the exercise gives, {given}; {found} is "
                "another one, and not marked",
                name=entry.name.strip(),
                given=enumerated(each.text for each in given),
                found=entry.raw.strip(),
            )
            yield WrittenEntry(NOTE, says)


def _small_numbers(exercise: Exercise) -> Iterator[Number]:
    """Yield what is added so that nothing is divided by 0."""
    yield from (norm.epsilon for norm in exercise.norms if norm is not None)
    optimiser = exercise.optimiser
    for kind, number in zip(optimiser.form.rates, optimiser.numbers, strict=False):
        if kind == "epsilon":
            yield number


def _separator(entries: Iterable[WrittenEntry]) -> DecimalSeparator:
    """Return what separates the decimals on a sheet."""
    values = (
        each.value if each.value is not None else read_value(each.raw).value for each in entries
    )
    return decimal_mark(value for value in values if isinstance(value, str))[0]


def _in_own_names(
    entries: list[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator
) -> list[WrittenEntry]:
    """Return entries, those under names of another book under the exercise's own."""
    entries = list(by_their_units(entries, index, separator))
    foreign, sums = foreign_names(entries, index, separator), may_be_sums(entries, index)
    if not (foreign or sums):
        return entries
    trial = AnswersCollector(entries, index)
    with suppress(AnswersError):
        trial.collect()
    read = trial.read_as
    if sums:
        entries = list(sums_told(entries, index, read, separator))
    return under_own_names(entries, index, read, separator) if foreign else entries


def _collected(entries: list[WrittenEntry], index: QuantityIndex) -> Mapping[Key, Cell]:
    """Return the numbers if entries are read as they are."""
    return _counted(entries, index)[0]


def _counted(entries: list[WrittenEntry], index: QuantityIndex) -> tuple[Mapping[Key, Cell], int]:
    """Return the numbers if entries are read as they are, and how many names have been read."""
    trial = AnswersCollector(entries, index)
    try:
        return trial.collect().cells, len(trial.read_as)
    except AnswersError:
        return {}, 0


def _at_moments(
    entries: list[WrittenEntry], index: QuantityIndex
) -> tuple[Mapping[Key, Cell], int]:
    """Return the same, weights at moments as what their numbers tell that they are."""
    return _counted(told_by_moments(entries, index, _separator(entries)), index)


def _fitting(entries: list[WrittenEntry], index: QuantityIndex) -> int:
    """Return how many numbers are right if entries are read as they are."""
    return _right(_collected(entries, index), index)


def _fitting_counted(entries: list[WrittenEntry], index: QuantityIndex) -> int:
    """Return how many numbers are right if entries are read as they are, epochs counted from 1."""
    return max(_fitting(way, index) for way in ways_counted(entries))


def _right(cells: Mapping[Key, Cell], index: QuantityIndex) -> int:
    return sum(near(cell, index.values.get(key)) for key, cell in cells.items())
