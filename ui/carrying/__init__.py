"""持ち出し: assessments that go to other terminals in a file, and come back."""
