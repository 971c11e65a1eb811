"""Works it out: the lines of a hand calculation, in the order in which they are written."""
