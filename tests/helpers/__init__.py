"""What several test modules share: random exercises, a reference, a reader of formulas."""
