"""Form definitions: strict loader, frozen model, kinds of items."""
