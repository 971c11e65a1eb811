"""Trains: the same formulas as the hand calculation, thousands of rounds, in binary floats."""
