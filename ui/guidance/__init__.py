"""記載のてびき: the pane beside the form, and the booklet."""
