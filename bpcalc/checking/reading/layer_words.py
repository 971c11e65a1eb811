"""What sheets call the layers and their units: one table for all that reads them."""

HIDDEN_LAYER = ("隐藏层", "隐含层", "隐层", "中间层")
"""Names of the hidden layer."""

OUTPUT_LAYER = ("输出层",)
"""Names of the output layer."""

LAYER_NAMES = (*HIDDEN_LAYER, *OUTPUT_LAYER)

HIDDEN_UNITS = "隐藏|隐含|隐|中间"
"""A pattern for what stands before the word for a hidden unit: `隐层神经元`, `隐节点`."""

UNIT_LAYERS = f"{HIDDEN_UNITS}|输出"


UNIT_CHINESE = "神经元|节点|结点|单元"
UNIT_ENGLISH = "neuron|unit|node"
UNIT_WORDS = f"{UNIT_ENGLISH}|{UNIT_CHINESE}"
"""Patterns for the word for a unit."""


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern for one of some words.

    >>> any_of(OUTPUT_LAYER), any_of(HIDDEN_LAYER)
    ('输出层', '隐藏层|隐含层|隐层|中间层')
    """
    return "|".join(words)
