"""What makes the data of another exercise of the data of one; most of it is the same."""

from typing import Any

JOINT = ";"
"""Between the parts of long texts, such as all the trees."""


def changes(one: Any, other: Any) -> Any:
    """Return what changes from one value to another, as JSON has it; None if nothing does.

    A value that is replaced stands in a list of its own; of a mapping, a list or a text of parts
    stands what changes at which place.

    >>> changes({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3]})
    {'b': {'1': [3]}}
    >>> changes("+ 1 2;#0.1;#0.2", "+ 1 2;#0.1;#0.3")
    {'2': ['#0.3']}
    >>> changes([1], [1, 2])
    [[1, 2]]
    """
    if one == other:
        return None
    if isinstance(one, str) and isinstance(other, str):
        one, other = one.split(JOINT), other.split(JOINT)
        whole = JOINT.join(other)
    else:
        whole = other
    rows = (list, tuple)
    if isinstance(one, rows) and isinstance(other, rows) and 1 < len(one) == len(other):
        pairs = {str(at): pair for at, pair in enumerate(zip(one, other, strict=True))}
    elif isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = {str(name): (one[name], other[name]) for name in one}
    else:
        return [whole]
    found = {name: changes(*pair) for name, pair in pairs.items()}
    return {name: change for name, change in found.items() if change is not None}
