"""The paper on the screen and on the printer: the same pages as the PDF, painted from the same layout."""
