"""The points of view of 審査 (審査の観点), as a pane."""
