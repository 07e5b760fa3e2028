"""Lists over all assessments of a cabinet, shared by windows and command line."""
