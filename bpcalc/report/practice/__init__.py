"""The practice page: a blank a line, each marked where it is filled in."""
