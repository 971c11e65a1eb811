"""Typesetting: reports and sheets as data for typst, which sets them in PDF.

The templates `*.typ` are fixed text. Everything that depends on an exercise reaches them as JSON,
so a user's text is never read as typst.
"""
