"""A symbol behind words for the same quantity: `总误差 E_total`, `h1的输入net_h1`."""

import re
from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.entries import MadeName, WrittenEntry
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.patterns import pattern

_LONGEST = 80
_BEHIND = pattern(
    r"(.*(?:[\u4e00-\u9fff]|[A-Za-z]{2}[)）]?[:：,，]?\s))\s*[(（]?"
    r"([A-Za-zδσΔ∂][A-Za-z0-9δσΔ∂/_.{}^'′⁺+]{1,20})[)）]?|(.+)\s(总?误差|总?损失|[Ee]rror)"
)
_QUANTITY = pattern(
    r"^(?!由|从|根据|代入|将|把|用|以).*(?:输入|输出|误差|损失|权|梯度|导数?|偏置|阈值|[值项和]|计算)"
    r"|\b(?:net|input|output|activation|error|loss|weight|gradient|derivative|delta|bias|value|E_\w+)s?\b",
    re.IGNORECASE,
)
"""Words for a quantity; what only leads from one to another is none: `由net_h1得`."""

_SYMBOL = pattern(r".*[0-9_'′⁺+δσΔ∂].*|总?误差|总?损失|[Ee]rror")


def by_their_symbols(
    entries: Iterable[WrittenEntry], index: QuantityIndex
) -> Iterator[WrittenEntry]:
    """Yield entries, those whose words nobody knows under the symbol behind them.

    Words that say something else than the symbol are left as they are.
    """
    for entry in entries:
        symbol = _symbol(entry, index)
        yield entry._replace(name=symbol) if symbol else entry


def _symbol(entry: WrittenEntry, index: QuantityIndex) -> str:
    name = entry.name
    if isinstance(name, MadeName) or len(name) > _LONGEST or entry.value is not None:
        return ""
    match = _BEHIND.fullmatch(name)
    if match is None or index.is_given(name) or index.found(name) is not None:
        return ""
    words, symbol = match[1] or match[3], match[2] or match[4]
    if not _QUANTITY.search(words):
        return ""
    found = index.found(symbol) if _SYMBOL.fullmatch(symbol) else None
    if found is None or not found.keys or found.given or found.open:
        return ""
    said, _ = index.label_and_when(words.strip(" \t:：,，(（"))
    kind = found.keys[0].kind.replace("total_error", "error")
    same = said is None or not said.kinds or kind in said.kinds
    return symbol if same else ""
