"""Another reader of mails than Python's: postal-mime, which knows nothing of how a mail was
written.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
_SCRIPT = """
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import PostalMime from 'postal-mime'
const mail = await PostalMime.parse(readFileSync(process.argv[2]))
mail.attachments = mail.attachments.map(a => ({ name: a.filename, type: a.mimeType,
  sha256: createHash('sha256').update(Buffer.from(a.content)).digest('hex') }))
console.log(JSON.stringify(mail))
"""


def read_elsewhere(file: Path) -> dict[str, Any]:
    """A mail as postal-mime reads it; each attachment as its name, type and SHA-256."""
    script = ROOT / ".judges/mail.mjs"
    if not script.exists() or script.read_text() != _SCRIPT:
        script.write_text(_SCRIPT)
    run = subprocess.run(
        ["node", str(script), str(file)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found
