"""One assessment: answers, entries, files; reversible edits; immutable snapshots."""
