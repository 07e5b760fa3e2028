"""The points of view of 審査 beside the assessment."""
