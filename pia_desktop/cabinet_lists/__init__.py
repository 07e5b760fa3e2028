"""What is told of all assessments of a cabinet, the same in the window and on the command line."""
