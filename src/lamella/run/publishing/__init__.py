"""The parts of `publish` and `promote` that meet the world."""
