"""Rollouts in the world: what their Actions do, and what their gates read."""
