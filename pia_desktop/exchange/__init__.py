"""Assessments as files for other programs."""
