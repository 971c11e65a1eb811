"""The JSON Schema of the exercise file, for editors that complete and check.

What the tables of the program name, such as the activations, stands in the file `schema.json` as
an empty list or mapping and is filled in from the tables.
"""

import json
from pathlib import Path
from typing import Any

from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER
from bpcalc.maths.losses import LOSSES

NUMBER: dict[str, str] = {"$ref": "#/definitions/number"}


def schema() -> dict[str, Any]:
    """Return the schema, complete."""
    text = Path(__file__).with_name("schema.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    properties, definitions = read["properties"], read["definitions"]
    properties["loss"]["enum"] = list(LOSSES)
    plain, with_parameter = definitions["activation"]["anyOf"]
    plain["enum"] = list(ACTIVATIONS)
    with_parameter["properties"] = dict.fromkeys(WITH_PARAMETER, NUMBER)
    return read


def text() -> str:
    """Return the schema as it is printed."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
