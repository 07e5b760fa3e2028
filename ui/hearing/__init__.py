"""Hearings: opinions received, their use in the assessment, and papers for the public."""
