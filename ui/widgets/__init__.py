"""Small widgets, dialogs, icons and colours; nothing here knows an assessment."""
