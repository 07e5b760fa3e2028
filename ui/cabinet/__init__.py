"""The window of a cabinet (台帳): the list of assessments, search over all, actions on selected rows."""
