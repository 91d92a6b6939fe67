#!/usr/bin/env python3
"""Runs a page of the documentation as it stands: writes its files, runs its commands, looks for what it says they print.

    tests/guide/run.py [PAGE]      docs/guide.md if no page is named

- A block after a line `<!-- file: PATH -->` is written to that file.
- A block ```sh is run, all in one shell; ```sh fails must fail.
- A block ```text after it: each of its lines must be part of a line that the commands have printed.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?:<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)


# What a block printed is shown where it fails; servers that were started end with the page.
TRAP = """trap '[ $? = 0 ] || cat "$OUTPUT"; kill $(jobs -p) 2>/dev/null || true' EXIT"""


def script(page):
    """The page as a script of bash."""
    lines = ["set -euo pipefail", ': > "$OUTPUT"', TRAP, "step=$SECONDS"]
    printed = False
    for block in BLOCK.finditer(page):
        kind, text = block["kind"], block["text"]
        if block["file"]:
            path = block["file"]
            lines += [f"mkdir -p $(dirname {path})", f"cat > {path} <<'END_OF_FILE'", text.rstrip("\n"), "END_OF_FILE"]
        elif kind == "sh":
            shown = text.strip().replace("'", "'\\''")
            lines += [f"printf '%s\\n' '$ {shown}'", "{", text.rstrip("\n"), '} > "$OUTPUT" 2>&1']
            lines += ['tail -n 40 "$OUTPUT"', 'echo "  ($((SECONDS - step)) s)"; step=$SECONDS']
            printed = True
        elif kind == "sh fails":
            shown = text.strip().replace("'", "'\\''")
            lines += [f"printf '%s\\n' '$ {shown}'", "if (", text.rstrip("\n"), ') > "$OUTPUT" 2>&1; then']
            lines += ['cat "$OUTPUT"; echo "this should have failed"; exit 1; fi', 'tail -n 40 "$OUTPUT"', "step=$SECONDS"]
            printed = True
        elif kind == "text" and printed:
            for line in filter(None, map(str.strip, text.splitlines())):
                quoted = line.replace("'", "'\\''")
                failure = f"printf 'not printed: %s\\n' '{quoted}'; exit 1"
                lines.append(f"grep --quiet --fixed-strings -- '{quoted}' \"$OUTPUT\" || {{ {failure}; }}")
            printed = False
        else:
            printed = False
    return "\n".join(lines) + "\n"


def main():
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "guide.md"
    with tempfile.TemporaryDirectory(prefix="guide-") as directory:
        # The crate of the guide stands in no workspace; what it builds is kept, for the next time.
        environment = dict(os.environ)
        environment.update(
            XMPP=str(ROOT),
            OUTPUT=str(Path(directory) / "output.txt"),
            CARGO_TARGET_DIR=str(ROOT / "target"),
        )
        environment.setdefault("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        work = Path(directory) / "work"
        work.mkdir()
        start = time.monotonic()
        run = subprocess.run(["bash", "-c", script(page.read_text())], cwd=work, env=environment, check=False)
        print(f"{page.name}: {'ok' if run.returncode == 0 else 'FAILED'}, {time.monotonic() - start:.0f} s")
        return run.returncode


if __name__ == "__main__":
    sys.exit(main())
