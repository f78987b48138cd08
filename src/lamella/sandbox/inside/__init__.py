"""Programs that run inside a cell: the standard library only, Python 3.10 and later, started with -I -S."""
