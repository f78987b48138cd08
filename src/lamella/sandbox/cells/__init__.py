"""Places that a function's processes run in, kept apart from the machine as far as it allows."""
