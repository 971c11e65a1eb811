"""How long a test waits for another program.

The limit ends what hangs, and is no measure of speed: a program that takes a second alone takes
minutes where the machine has twenty others to run, and that is no fault of it.
"""

PATIENCE = 1800
"""Seconds."""
