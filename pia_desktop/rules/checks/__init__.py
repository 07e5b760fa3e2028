"""点検: what in an assessment is inconsistent, missing, or better worded differently.

``checker.Checker`` is the entry point; it follows edits.  Findings are advice and never block anything.
"""
