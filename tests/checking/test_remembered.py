"""What is kept in mind of names is bounded, however many and however long they are."""

import bpcalc
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading import remembered
from bpcalc.checking.reading.remembered import Remembered


def test_a_function_is_asked_once_for_a_text():
    """And again after everything was forgotten."""
    asked = []
    lengths = Remembered(lambda text: asked.append(text) or len(text))

    assert [lengths["net"], lengths["net"], lengths["o"]] == [3, 3, 1]
    assert asked == ["net", "o"]


def test_the_names_of_a_class_do_not_fill_the_memory(monkeypatch):
    """Any number of names, and some of a million letters: few are kept, and none of these."""
    monkeypatch.setattr(remembered, "MAX_REMEMBERED", 50)
    names = Marker(bpcalc.load("mazur")).names
    for number in range(500):
        names.knows(f"zork{number}")
        names.label(f"zork{number}")
    assert names.knows("x" * 1_000_000) == 0
    assert names.knows("net_h1") == 2
    kept = [each for each in vars(names).values() if isinstance(each, Remembered)]

    assert len(kept) == 3
    assert all(0 < len(each) <= 50 for each in kept)
    assert max(len(text) for each in kept for text in each) < 100
