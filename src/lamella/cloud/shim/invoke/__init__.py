"""Invoke: the function's code and layers in lamella's sandbox, with Lambda's answers, logs and metrics."""
