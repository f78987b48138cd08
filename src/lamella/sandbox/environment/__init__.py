"""Execution environments: the state machine of their life joined with cells and sockets."""
