"""Reuse of the office's texts: other assessments, phrases, replacing everywhere."""
