"""What Python sources do with data.

Constants are folded, names resolved, and flows followed from where data comes from to where it goes. Nothing is
imported or run.
"""
