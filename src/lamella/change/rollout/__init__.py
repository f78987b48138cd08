"""Rollouts: moving functions to another layer version in waves, judged by gates, undone when one fails. Pure."""
