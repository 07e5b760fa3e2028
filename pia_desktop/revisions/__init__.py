"""Differences between two states of an assessment, and what follows from them."""
