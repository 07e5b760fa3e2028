"""点検: what in an assessment does not go together, is missing, or is better written otherwise.

``checker.Checker`` is the way in; it follows the edits.  Findings point things out, they never bar anything.
"""
