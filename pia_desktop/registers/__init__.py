"""Registers over all assessments of an office: what is gathered from them, and names that are nearly the same."""
