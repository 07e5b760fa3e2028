"""Child processes of this program: starting, limiting, and ending them with the parent."""
