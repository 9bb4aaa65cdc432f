"""What strangers send is answered, in words of our own and within bounds (at length: ``make
bench-trust``).
"""

from __future__ import annotations

from tests.faults.trials import table


def test_what_strangers_send_is_answered() -> None:
    rows = table(39, quick=True)
    assert [fault for row in rows.values() for fault in row.faults] == []
    assert sum(row.tries for row in rows.values()) > 100
