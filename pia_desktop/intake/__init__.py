"""Reads foreign documents (workbooks, PDFs, web pages, texts) into the interchange format."""
