"""What belongs in each item: the guidance beside the forms."""
