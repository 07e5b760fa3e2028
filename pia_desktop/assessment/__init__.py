"""One assessment: answers, entries, files; reversible edits; frozen snapshots."""
