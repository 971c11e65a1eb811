"""Practice: an exercise asked line by line, each answer marked as soon as it is given."""
