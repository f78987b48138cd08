"""A function of lamella's own that imports modules and loads entry points inside a sandbox, and judges the answers."""
