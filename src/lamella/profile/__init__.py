"""What a cold start is made of, as values: figures of repeated runs, the tree of imports, and what no event used."""
