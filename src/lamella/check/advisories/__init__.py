"""Known vulnerabilities of releases, from OSV data on disk."""
