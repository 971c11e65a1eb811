"""Exercises from trained networks: files that need no code to be run to read them, and modules."""
