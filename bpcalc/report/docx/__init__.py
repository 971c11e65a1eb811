"""A report as a Word document: WordprocessingML in a package of its own, equations and all.

Source: ECMA-376-1, 5th edition (2016), part 1, sections 17 and 20
"""
