"""Plans: what is to change in AWS, decided without touching it."""
