"""印刷: the dialog for paper and PDF, and the jobs that make both."""
