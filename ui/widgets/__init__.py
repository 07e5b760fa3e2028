"""Small widgets, dialogs, icons and colours; independent of assessments."""
