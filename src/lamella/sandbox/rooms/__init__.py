"""The folders that a cell shows: /opt, /var/task, /var/runtime, /var/lang."""
