"""Registers over all assessments of an office, and names in them that are nearly the same."""
