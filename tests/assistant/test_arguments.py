"""What an assistant hands a tool is taken for what it is, or refused in one sentence."""

from inspect import signature
from typing import Any

import jsonschema
import pytest

from bpcalc.assistant.arguments import ARGUMENT_KINDS, arguments_taken, schema
from bpcalc.assistant.tools import TOOLS
from bpcalc.errors import ArgumentError


@pytest.mark.parametrize(
    ("tool", "given", "says"),
    [
        ("steps", {}, "there is no tool `steps`; choose from step, why, check, new"),
        ("x" * 200, {}, f"there is no tool `{'x' * 59}…`; choose from step, why, check, new"),
        ("step", {}, "`step` needs the argument `exercise`"),
        ("why", {"exercise": "mazur"}, "`why` needs the argument `name`"),
        (
            "new",
            {"like": "mazur", "seed": 1},
            "`new` has no argument `like`; it has exercise, layers, seed",
        ),
        ("step", {"exercise": 3}, "`exercise` is a text, not 3"),
        ("step", {"exercise": None}, "`exercise` is a text, not null"),
        ("step", {"exercise": {"inputs": [1]}}, '`exercise` is a text, not {"inputs": [1]}'),
        ("step", {"exercise": [7] * 50}, f"`exercise` is a text, not [{'7, ' * 19}7…"),
        ("why", {"exercise": "mazur", "name": ["w5"]}, '`name` is a text, not ["w5"]'),
        ("step", {"exercise": "mazur", "epochs": True}, "`epochs` is a whole number, not true"),
        ("step", {"exercise": "mazur", "epochs": None}, "`epochs` is a whole number, not null"),
        ("step", {"exercise": "mazur", "epochs": 2.5}, "`epochs` is a whole number, not 2.5"),
        ("step", {"exercise": "mazur", "epochs": "二"}, '`epochs` is a whole number, not "二"'),
        (
            "step",
            {"exercise": "mazur", "epochs": float("inf")},
            "`epochs` is a whole number, not Infinity",
        ),
        (
            "step",
            {"exercise": "mazur", "kinds": "net"},
            '`kinds` is a list of texts, not "net"',
        ),
        ("step", {"exercise": "mazur", "kinds": [1]}, "`kinds` is a list of texts, not [1]"),
        ("new", {"layers": 2}, "`layers` is a list of whole numbers, not 2"),
        ("new", {"layers": [2, True]}, "`layers` is a list of whole numbers, not [2, true]"),
        ("new", {"seed": "x"}, '`seed` is a whole number, not "x"'),
        (
            "check",
            {"exercise": "mazur", "answers": ["net_h1"]},
            '`answers` is an object of names and numbers such as {"net_h1": "0.3775"}, not '
            '["net_h1"]',
        ),
        ("check", {"exercise": "mazur", "answers": {}}, "`answers` holds no number"),
        *(
            (
                "check",
                {"exercise": "mazur", "answers": {"net_h1": answer}},
                f"in `answers`, `net_h1` is a number or its text, not {shown}",
            )
            for answer, shown in [
                (True, "true"),
                (None, "null"),
                ([0.3775], "[0.3775]"),
                (float("nan"), "NaN"),
                (float("-inf"), "-Infinity"),
            ]
        ),
    ],
)
def test_what_a_tool_does_not_take_is_one_sentence(
    tool: str, given: dict[str, Any], says: str
) -> None:
    """With the name of the argument, what it is, and what was found, as JSON has it."""
    with pytest.raises(ArgumentError) as raised:
        arguments_taken(tool, given)

    assert str(raised.value) == says


@pytest.mark.parametrize(
    ("tool", "given", "taken"),
    [
        ("step", {"exercise": "mazur", "epochs": 2.0}, {"exercise": "mazur", "epochs": 2}),
        ("step", {"exercise": "mazur", "epochs": "2"}, {"exercise": "mazur", "epochs": 2}),
        ("step", {"exercise": "mazur", "kinds": None}, {"exercise": "mazur", "kinds": None}),
        ("step", {"exercise": "12"}, {"exercise": "12"}),
        ("new", {"layers": "[2, 3, 1]"}, {"layers": [2, 3, 1]}),
        (
            "check",
            {"exercise": "mazur", "answers": '{"net_h1": 0.3770, "delta_o1": "0.74"}'},
            {"exercise": "mazur", "answers": {"net_h1": "0.3770", "delta_o1": "0.74"}},
        ),
        (
            "check",
            {"exercise": "mazur", "answers": {"net_h1": 1e-05, "E": 2}},
            {"exercise": "mazur", "answers": {"net_h1": 1e-05, "E": 2}},
        ),
    ],
)
def test_what_is_meant_is_taken(tool: str, given: dict[str, Any], taken: dict[str, Any]) -> None:
    """A whole number may have a point, and a list or an object may stand in a text."""
    assert arguments_taken(tool, given) == taken


@pytest.mark.parametrize("tool", TOOLS)
def test_the_schema_of_a_tool_has_all_its_arguments(tool: str) -> None:
    """Each of a type that the table knows."""
    made = schema(tool)

    jsonschema.Draft202012Validator.check_schema(made)
    assert list(made["properties"]) == list(signature(TOOLS[tool]).parameters)
    assert made["additionalProperties"] is False
    assert len(ARGUMENT_KINDS) == 5
