"""A solution, and a sheet of answers, as workbooks with live formulas."""
