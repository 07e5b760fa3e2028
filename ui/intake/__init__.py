"""Incoming documents: queued, reviewed beside their source, and stored."""
