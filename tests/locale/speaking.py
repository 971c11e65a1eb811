"""What the tests of the languages share."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))  # the catalogue's tool is not part of the package

Speak = Callable[..., str]


def chinese_in(text: str) -> list[str]:
    """Return the Chinese characters of a text."""
    return re.findall(r"[\u4e00-\u9fff]", text)
