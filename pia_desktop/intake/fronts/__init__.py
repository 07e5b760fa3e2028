"""Front ends: one module for each kind of file, each giving the same stream of cells."""
