"""付箋・指摘 in the window: notes at items, and reviewers' remarks with their answers."""
