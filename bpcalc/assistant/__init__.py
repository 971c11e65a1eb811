"""A server for assistants: they ask for numbers instead of making them up."""
