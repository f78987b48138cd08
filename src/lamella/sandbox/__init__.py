"""A local Lambda: functions with their layers, in an environment that behaves as AWS's does."""
