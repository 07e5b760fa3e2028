"""全体の状況: the progress of an assessment in numbers and next steps."""
