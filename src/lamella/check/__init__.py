"""Whether a layer can be trusted and will load: rules over values; nothing here opens a file or starts a process."""
