"""Form definitions: strict loader, immutable model, kinds of items."""
