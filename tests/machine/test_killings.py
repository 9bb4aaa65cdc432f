"""Two builds at once on one file: the quick form of a row of ``make bench-trust``."""

from __future__ import annotations

import os

import pytest

from tests.faults.killings import pairs_row


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_builds_at_once_leave_one_whole_file() -> None:
    row = pairs_row(2)
    assert (row.tries, row.faults) == (2, [])
