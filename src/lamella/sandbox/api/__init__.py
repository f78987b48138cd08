"""The Runtime, Extensions and Telemetry APIs over HTTP."""
