"""The form on screen: a page per part, rows that look like the paper, an editor per kind of item."""
