"""Reading documents that others made: workbooks, PDFs, web pages, texts, into the interchange format."""
