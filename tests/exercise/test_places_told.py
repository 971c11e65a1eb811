"""Which weight a notice names, so that it tells the order of the two numbers in a name."""

import pytest

from exercise.texts import notes

SQUARE = "inputs: [0.5, 0.3]\ntargets: [0.5, 0.2]\nlayers: [2, 2, 2]\nweights: {%s}\n"


def exercise(names: list[str]) -> str:
    """Return an exercise with weights of these names."""
    return SQUARE % ", ".join(f'"{name}": 0.{n}' for n, name in enumerate(names, 1))


@pytest.mark.parametrize(
    ("pattern", "letters", "says"),
    [
        (
            "w_{}^({})",
            "12",
            "ng, which is used: w_12^(1) connects i2 → h1, w_12^(2) connects h2 → o1;",
        ),
        ("{1}{0}", "vw", "fausett, which is used: v12 connects i1 → h2, w12 connects h1 → o2;"),
    ],
)
def test_the_weight_that_is_named_tells_the_direction(
    pattern: str, letters: str, says: str
) -> None:
    """`w11` connects the first unit with the first one, whichever of them is said first."""
    pairs = ("11", "12", "21", "22")
    names = [pattern.format(pair, letter) for letter in letters for pair in pairs]
    assert says in notes(exercise(names))[0]


def test_a_weight_of_a_single_output_tells_it_too() -> None:
    """Its numbers differ from the second unit on."""
    text = exercise(["v11", "v12", "v21", "v22", "w11", "w21"])
    text = text.replace("0.5, 0.2]", "0.5]").replace("2, 2, 2", "2, 2, 1")
    assert "v12 connects i1 → h2, w21 connects h2 → o1;" in notes(text)[0]


def test_numbers_of_units_counted_through_all_layers_always_differ() -> None:
    """So the first weight is named."""
    text = exercise(["w13", "w14", "w23", "w24", "w35", "w36", "w45", "w46"])
    assert "w13 connects i1 → h1, w35 connects h1 → o1;" in notes(text)[0]


def test_a_chain_has_no_other_weight_to_name() -> None:
    """Then it is the only one."""
    text = exercise(["v11", "w11"]).replace("2, 2, 2", "1, 1, 1")
    text = text.replace("[0.5, 0.3]", "[0.5]").replace("[0.5, 0.2]", "[0.5]")
    assert "v11 connects i1 → h1, w11 connects h1 → o1;" in notes(text)[0]
