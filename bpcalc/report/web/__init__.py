"""The report as a web page: what `bpcalc.report.formats.html` needs to write one.

Only that module and notebooks import from here, and only when a page is written, because it
takes jinja2.
"""
