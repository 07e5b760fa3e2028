"""Hearings: opinions that came in, what of them the assessment says, and papers for the public."""
