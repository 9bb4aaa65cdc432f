"""The code for Windows, run by a Windows Python under wine: `make test-windows`."""
