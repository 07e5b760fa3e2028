"""What concerns the office as a whole: its plan of assessments, and its yearly schedule."""
