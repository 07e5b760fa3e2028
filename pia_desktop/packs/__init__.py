"""法令改正等のパック: what a change of law, an office or a system turns into what, as data."""
