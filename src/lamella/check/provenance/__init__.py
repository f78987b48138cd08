"""Where files come from: their package's RECORD, the lock file, what lamella built."""
