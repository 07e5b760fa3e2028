"""Definition files: YAML read strictly, each value with its line, and what set-up has compiled of them."""
