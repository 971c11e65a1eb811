"""Names and symbols: how a book spells a quantity, and the signs a formula is written with."""
