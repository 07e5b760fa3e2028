"""States (状態), dates and due dates (期限) of assessments."""
