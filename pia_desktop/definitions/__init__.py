"""Definition files: YAML read strictly, every value with its line, compiled to JSON at set-up."""
