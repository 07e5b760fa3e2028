"""From an assessment to laid-out pages, in points, and to PDF."""
