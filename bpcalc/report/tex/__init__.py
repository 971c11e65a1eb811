"""LaTeX: what documents, fragments and slides have in common.

Only the formats import from here: `bpcalc.report.formats.latex` and
`bpcalc.report.formats.beamer`, once they write.
"""
