"""A hand calculation as a program: the same formula trees, read as code."""
