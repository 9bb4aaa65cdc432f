"""Finish and send: a clean copy, a PDF, a mail that a person looks at."""
