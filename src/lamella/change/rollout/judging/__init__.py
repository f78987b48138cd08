"""Judging the gates of a rollout: what was measured in, readings with verdicts out. Pure."""
