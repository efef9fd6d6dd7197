// Helpers for tests of every room.
