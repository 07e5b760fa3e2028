"""The program: the application, the coordinator of its windows, its settings, and pictures of its screens."""
