"""The exercise: a homework sheet as data, and the reading of the file it stands in."""
