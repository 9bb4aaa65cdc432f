"""``python -m workbook_tools`` is ``kehoach``."""

import sys

from workbook_tools.cli import main

sys.exit(main())
