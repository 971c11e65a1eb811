"""What a file of answers tells of hints, as it stands in a comment."""

from bpcalc.checking.reading.hints_taken import hint_entries, told_hints


def test_a_name_alone_was_shown_its_value():
    """Levels are 1 to 3; what is no level belongs to the name."""
    raw = "net_h1 1, out_h1 2,  net_h2 , w 5 1, out_h2 4,, "

    assert list(told_hints(raw, lambda name: name != "out_h2 4")) == [
        "a hint has shown the formula of net_h1, out_h1, w 5",
        "a hint has shown the value of net_h2",
    ]


def test_long_names_are_cut_in_one_pass():
    """A comment of a million spaces is no work; with a pattern that goes back it never ended."""
    text = "# with hints: a" + " " * 1_000_000 + "b, net_h1 1\nnet_h1: 0.3775\n"
    (entry,) = hint_entries(text)

    assert list(told_hints(entry.raw, {"net_h1"}.__contains__)) == [
        "a hint has shown the formula of net_h1"
    ]
