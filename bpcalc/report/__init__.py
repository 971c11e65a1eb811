"""Says it: what is shown (document, layout) apart from how it is written (formats)."""
