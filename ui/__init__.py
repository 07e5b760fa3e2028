"""The user interface: Qt, and only what concerns display and input."""
