"""Trains: the same formulas as the hand calculation, thousands of epochs, in binary floats."""
