"""Decodes lamella.toml once into values, and says where each value came from."""
