"""What quantities are called in a sentence about all of them: the notation's letters, no numbers.

A page in Fausett's notation says Δw = α·(t - y)·x, where its first line has Δw₁ = α·δ₁·x₁.
"""

from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.keys import Key, Kind


def letters(exercise: Exercise, layer: int) -> dict[str, str]:
    """Return the letters of an exercise: of its target, rate, error, and the units of a layer.

    Inputs are called x where the notation has no letter for them, or that of the outputs.

    >>> from bpcalc.exercise.sources import load
    >>> letters(load("mazur"), 2)["out"], letters(load("mazur"), 2)["input"]
    ('out', 'x')
    """
    names = spelling(exercise)
    last = len(exercise.layers)

    def letter(kind: Kind, at: int | None, unit: int | None = 1) -> str:
        return names.letter(Key(kind, at, unit))

    normed = layer in exercise.graph.normed
    found = {
        "target": letter("target", last),
        "out": letter("out", layer),
        "net": letter("scaled" if normed else "net", layer),
        "rate": letter("learning_rate", None, None),
        "error": letter("error", last),
        "change": names.letter(Key("weight_change", layer, 1, 1)),
    }
    data = letter("input", 0)
    return {**found, "input": data if data not in ("", found["out"]) else "x"}
