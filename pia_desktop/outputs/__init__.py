"""What goes to others: which outputs there are and for what, and the last look at one before it is given."""
