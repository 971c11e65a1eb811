"""The list of changes that mean the same as the program, which `benchmarks.mutants` reads."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_each_change_that_means_the_same_has_its_reason() -> None:
    """It is in a file that there is, stands there once, and changes something."""
    text = (ROOT / "benchmarks" / "mutants.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["same"]
    changes = [
        tuple(entry[part] for part in ("file", "function", "was", "now")) for entry in entries
    ]

    assert len(changes) == len(set(changes)) > 50
    for entry in entries:
        assert {*entry} == {"file", "function", "was", "now", "why"}
        assert (ROOT / entry["file"]).is_file(), entry["file"]
        assert entry["was"] != entry["now"]
        assert entry["why"].endswith(".")
