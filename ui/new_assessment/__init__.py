"""Starting an assessment: the dialog for a new one, its sources, and しきい値判断."""
