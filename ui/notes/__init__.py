"""付箋・指摘 in the window: what is noted beside the items, and the reviewers' remarks with their answers."""
