"""Licences of packages, from their metadata, held against the file's lists."""
