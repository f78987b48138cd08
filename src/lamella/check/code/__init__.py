"""What Python sources do with data: constants folded, names resolved, and flows followed from where data comes from to
where it goes. Nothing is imported or run.
"""
