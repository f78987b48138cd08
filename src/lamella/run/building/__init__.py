"""Layers built: resolved, installed, packed, slimmed, written."""
