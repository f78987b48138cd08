"""Where journals and published versions are kept: SQLite, DynamoDB."""
