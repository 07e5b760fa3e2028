"""Front ends: one module per file format, all producing the same stream of cells."""
