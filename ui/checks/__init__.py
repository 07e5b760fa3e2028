"""点検 in the window: the findings as one types, their marks, and what can be done about each."""
