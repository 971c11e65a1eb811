"""The page that computes: the report with its trees, which a small script works out again."""
