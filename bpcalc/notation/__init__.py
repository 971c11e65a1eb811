"""Names and symbols: how a book spells a quantity, and the ink a formula is written in."""
