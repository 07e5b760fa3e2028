"""Closed versions (版) of an open assessment: the pane, the dialogs, and the window that reads one."""
