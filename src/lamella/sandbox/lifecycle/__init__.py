"""The life of an execution environment as a pure state machine."""
