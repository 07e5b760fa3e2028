"""点検 in the window: findings while typing, their marks, and actions on each."""
