"""What changed between two states of an assessment, and what follows from that."""
