"""What the rules around the forms say: threshold judgement, dates, checks."""
