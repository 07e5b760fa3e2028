"""Documents that are not forms: comparison tables, lists, booklets."""
