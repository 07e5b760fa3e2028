"""この欄の以前の記載: what once stood at an item, with the way back."""
