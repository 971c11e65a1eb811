"""Tables with a row for every sample, or every epoch, and a column that says for which."""

from collections.abc import Iterator, Sequence

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows, WrittenEntry
from bpcalc.checking.reading.line_forms import SAMPLE_WORDS
from bpcalc.patterns import pattern

_SAMPLE = pattern(rf"(?:{SAMPLE_WORDS})s?[\s_]?(?:no\.?|number|id|#|号|序号|编号)?")
_EPOCH = pattern(r"(?:epoch|iteration|iter|轮次|迭代次数|迭代|训练轮次)[\s_]?(?:no\.?|number|#)?")
_BATCH = pattern(r"(?:mini-?)?batch[\s_]?(?:no\.?|number|#)?|update|批次|第几批|小?批量")
_NUMBER = pattern(
    r"(?:(?:s|e|sample|pattern|样本|epoch|batch|第)[\s_#]?)?([0-9]{1,7})[个轮次批]?(?:样本|迭代|次)?"
)
_WHOLE = frozenset(
    {"all", "total", "sum", "batch", "totals", "合计", "总计", "总和", "全部", "总", "整批"}
)


def rows_of_samples(table: Sequence[Sequence[str]], knows: Knows) -> Iterator[WrittenEntry]:
    """Yield the values of a table by name, sample and epoch; nothing where no column says which.

    >>> table = [["sample", "net_h1"], ["1", "0.3775"], ["2", "0.3925"]]
    >>> known = {"net_h1", "net_h1@s1", "net_h1@s2"}.__contains__
    >>> [entry[:2] for entry in rows_of_samples(table, known)]
    [('net_h1@s1', '0.3775'), ('net_h1@s2', '0.3925')]
    """
    heads = [cell.strip(" *`").casefold() for cell in table[0]]
    samples = [at for at, head in enumerate(heads) if _SAMPLE.fullmatch(head)]
    epochs = [at for at, head in enumerate(heads) if _EPOCH.fullmatch(head)]
    if not (samples or epochs):  # a sample tells its batch, and a batch is known by its update
        epochs = [at for at, head in enumerate(heads) if _BATCH.fullmatch(head)]
    named = [
        at
        for at, head in enumerate(table[0])
        if at not in (*samples, *epochs) and len(head) <= MAX_QUANTITY_NAME and knows(head)
    ]
    several = len(samples) > 1 or len(epochs) > 1
    if several or not (samples or epochs) or not named or len(table) < 2:
        return
    parts = [_numbers(table, at, "s") for at in samples] + [
        _numbers(table, at, "e") for at in epochs
    ]
    whens = ["".join(told) for told in zip(*parts, strict=True)]
    if "" in whens or (samples and not any(knows(f"{table[0][at]}@{whens[-1]}") for at in named)):
        return
    for row, when in zip(table[1:], whens, strict=True):
        yield from (WrittenEntry(f"{table[0][at]}@{when}", row[at]) for at in named if row[at])


def _numbers(table: Sequence[Sequence[str]], column: int, letter: str) -> list[str]:
    """Return what every row says: `s2`, `all`, `e1`; "" where it says nothing of the kind."""
    cells = [row[column].strip(" *`").casefold() for row in table[1:]]
    numbers = [match and int(match[1]) for match in map(_NUMBER.fullmatch, cells)]
    more = int(letter == "s" and 0 in numbers)  # counted from 0; epochs are seen to elsewhere
    return [
        f"{letter}{number + more}" if number is not None else "all" * (cell in _WHOLE)
        for number, cell in zip(numbers, cells, strict=True)
    ]
