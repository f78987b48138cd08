"""Programs that run inside a sandbox, with nothing but a standard library."""
