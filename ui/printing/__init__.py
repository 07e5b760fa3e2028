"""印刷: the dialog for paper and PDF, and their jobs."""
