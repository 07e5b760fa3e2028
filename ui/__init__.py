"""The window: Qt, and nothing that is not about showing and typing."""
