"""The paper on screen and printer: the same pages as the PDF, painted from the same layout."""
