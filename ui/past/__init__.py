"""この欄の以前の記載: past answers of an item, and restoring them."""
