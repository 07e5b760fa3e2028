"""法令改正等のパック: replacements required by a change of law, organization or system, as data."""
