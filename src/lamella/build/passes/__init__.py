"""build/passes."""
