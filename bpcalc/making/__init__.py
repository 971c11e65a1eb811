"""New exercises: numbers drawn within constraints, and repaired until mistakes stay apart."""
