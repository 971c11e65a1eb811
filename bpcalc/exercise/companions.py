"""The files that an exercise file needs beside it: its table of samples, its own notation."""

from pathlib import Path

from bpcalc.exercise.decoding import MAX_BYTES, decode
from bpcalc.exercise.punctuation import with_ascii_signs
from bpcalc.exercise.yaml_nodes import Scalar, YamlError, YamlMapping, document
from bpcalc.files import read_bytes

KEYS = ("samples", "notation")
"""What may name a file."""


def companions(source: bytes, file: str) -> dict[str, bytes]:
    """Return the files that an exercise names, by the names it has for them.

    Args:
        source: the bytes of the exercise file.
        file: its name; the others stand beside it.

    Raises:
        OSError: one of them is there and cannot be read.
    """
    try:
        root = document(with_ascii_signs(decode(source).text).text).root
    except YamlError:  # whoever reads the exercise says what is wrong with it
        return {}
    named = root.pairs if isinstance(root, YamlMapping) else ()
    names = (node.text for key, node in named if key.text in KEYS and isinstance(node, Scalar))
    folder = Path(file).parent
    return {name: read_bytes(folder / name, MAX_BYTES) for name in names if is_beside(folder, name)}


def is_beside(folder: Path, name: str) -> bool:
    """Return whether a word names a file."""
    try:
        return bool(name) and (folder / name).is_file()
    except (OSError, ValueError):
        return False
