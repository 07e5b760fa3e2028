"""The window of a cabinet (台帳): the list of its assessments, search over all, actions on chosen rows."""
