"""ELF files: read, strip, verify. Pure Python, so that any host can strip for any target."""
