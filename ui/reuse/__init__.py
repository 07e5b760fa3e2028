"""What the office wrote once and needs again: other assessments, phrases, replacing everywhere."""
