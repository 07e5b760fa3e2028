"""Closed versions (版) of an open assessment: the pane and the dialogs."""
