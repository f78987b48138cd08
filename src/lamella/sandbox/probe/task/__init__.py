"""What becomes the probe's /var/task."""
