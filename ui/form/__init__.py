"""The form on the screen: a page for each part, rows that look like the paper, an editor for each kind."""
