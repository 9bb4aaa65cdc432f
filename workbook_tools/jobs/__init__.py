"""What the doors call: one module a job, which reads once and hands on what it read."""
