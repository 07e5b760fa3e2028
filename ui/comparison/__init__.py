"""Two states of an assessment side by side."""
