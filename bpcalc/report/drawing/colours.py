"""The colours of the network's picture, as plain attributes; a page may have others."""

FILLS = {"input": "#c3e9bd", "hidden": "#ffdcae", "output": "#c4ddfb", "bias": "#ececec"}
OUTLINES = {"input": "#2c8a36", "hidden": "#cf7408", "output": "#1c66bd", "bias": "#777777"}
"""Circles, as in the notes: inputs green, hidden units orange, outputs blue."""

FOREGROUND = "#1b1b1b"
PAPER = "#ffffff"
QUIET = "#777777"
"""What is neither a number nor a line of the network: dots, and lines to biases and targets."""

NUMBERS = {
    "gradient": "#a3195b",
    "change": "#7a4a00",
    "new": "#0b6b3a",
    "target": "#5a2ca0",
    "error": "#b3261e",
}
"""Numbers, by the class of their text; others are dark."""

EDGE, LIT_EDGE = "#8b929c", "#22272e"
POSITIVE, NEGATIVE = "#1f66b0", "#b3261e"
"""Lines of weights: all alike, those that stand out, and where the colour tells the sign."""

FADED, FADED_FOREGROUND = "0.22", "#6b7280"
"""How much is left of a part that is not lit, and the colour of its name, which stays readable."""
