"""Marks it: reading answers, verdicts, misconceptions, a class."""
