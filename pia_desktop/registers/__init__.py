"""Registers over all assessments of an office, and detection of nearly identical names."""
