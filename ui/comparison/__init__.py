"""Compares two states of an assessment side by side."""
