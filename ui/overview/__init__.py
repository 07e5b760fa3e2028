"""全体の状況: how far an assessment is, in numbers and next steps."""
