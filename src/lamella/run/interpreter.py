"""Finds the interpreter that compiles for a target."""
