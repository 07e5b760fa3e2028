"""What the office wrote once and needs again: like passages, phrases with blanks, replacing everywhere."""
