"""The fleet: what was observed in AWS, as values."""
