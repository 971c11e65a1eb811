"""A symbol behind words for the same quantity: `总误差 E_total`, `h1的输入net_h1`."""

import re
from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.entries import MadeName, WrittenEntry
from bpcalc.checking.reading.listed import listed_names
from bpcalc.checking.reading.moments import after_names
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key
from bpcalc.patterns import pattern

_LONGEST = 80
_BEHIND = pattern(
    r"(.*(?:[\u4e00-\u9fff]|[A-Za-z]{2}[)）]?[:：,，]?\s))\s*[(（]?"
    r"([A-Za-zδσΔ∂][A-Za-z0-9δσΔ∂/_.{}^'′⁺+]{1,20})[)）]?|(.+)\s(总?误差|总?损失|[Ee]rror)"
)
_MOMENT = pattern(
    r"\b(?:new|final|updated|after|second|next|falls)\b(?!.*\bweight|.*\bbias|\shidden|\soutput)"
    r"|更新后(?!.*[权偏阈])|训练后|迭代|样本|组输入|平均|相对",
    re.IGNORECASE,
)
"""Words for a moment or for another quantity; new are weights in any case."""

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
    if entry.raw[:1] == "[" and len(listed_names(name)) > 1:
        return ""  # w1_new, w2_new = 0.1493, 0.4483
    match = _BEHIND.fullmatch(name)
    if match is None or index.is_given(name) or index.found(name) is not None:
        return ""
    words, symbol = match[1] or match[3], match[2] or match[4]
    found = index.found(symbol) if _SYMBOL.fullmatch(symbol) else None
    if found is None or not found.keys or found.given or found.open:
        return ""
    return symbol if _say(words.strip(" \t:：,，(（"), found.keys[0], index) else ""


def _say(words: str, key: Key, index: QuantityIndex) -> bool:
    """Return whether words are about a quantity, and neither of another moment nor a sample."""
    new = key.kind in ("new_weight", "new_bias")
    if not new and (after_names(words) or _MOMENT.search(words)):
        return False
    meaning = index.found(words)
    if meaning is not None and key in meaning.keys:
        return True
    label, when = index.label_and_when(words)
    if label is None or when is not None:
        return False
    units = {*label.units, *label.counted}
    same_unit = not units or key.unit is None or (key.layer, key.unit) in units
    return same_unit and key.kind.replace("total_error", "error") in label.kinds
