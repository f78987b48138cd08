"""HTTP as the embedded cloud speaks it: values, a server, and the way to ministack."""
