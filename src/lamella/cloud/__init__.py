"""The embedded cloud: one supervisor that owns ministack, our shim and its sandboxes."""
