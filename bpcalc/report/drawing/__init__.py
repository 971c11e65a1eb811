"""Pictures in SVG: the network as it is drawn on a blackboard, and the error curve.

Elements are built by `xml.etree`, which escapes every text, and carry both plain attributes, so
that a file of its own looks right anywhere, and class names, by which a page can change them.
"""
