"""Reuse of the office's texts: similar passages, phrases with blanks, replacing everywhere."""
