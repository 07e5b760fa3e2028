"""Papers made of more than one source: comparison tables, lists, booklets."""
