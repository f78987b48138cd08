"""The Telemetry API's events, subscriptions and batches."""
