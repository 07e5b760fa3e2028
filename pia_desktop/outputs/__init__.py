"""Outputs for others: which exist, for what purpose, and the final check before they are handed out."""
