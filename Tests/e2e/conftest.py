"""What every end-to-end test starts from: the real program, and a home of its own."""
