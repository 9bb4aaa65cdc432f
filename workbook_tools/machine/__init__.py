"""This machine: files, the state folder, progress on a terminal."""
