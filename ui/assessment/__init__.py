"""The window of one assessment: tabs, panes, menus, and the window that reads a closed version."""
