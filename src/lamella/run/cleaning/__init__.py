"""What `clean` reads before it plans, and again before the first deletion."""
