"""From an assessment to pages: what stands where, in points, and its drawing to PDF."""
