"""Native code: what ELF files are and need, held against what a runtime has."""
