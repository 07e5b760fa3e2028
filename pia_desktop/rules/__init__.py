"""The rules around the forms: threshold judgement, deadlines, checks."""
