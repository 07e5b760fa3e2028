"""What is made of changes: rows of 変更箇所, 新旧対照表 and other tables."""
