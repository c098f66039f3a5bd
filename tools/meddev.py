"""Entry point of the Makefile's commands: `python3 tools/meddev.py <command>`.

This file is read by whatever `python3` a machine has, so it stays valid for old versions and only decides whether
this one will do. The work is in the modules beside it, which use the standard library alone.
"""

import os
import sys

OLDEST, NEWEST = (3, 10), (3, 13)

if __name__ == "__main__":
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            "meddev: Odoo 19 needs Python %d.%d to %d.%d, this is %d.%d. Name another one: make PYTHON=python3.12 …"  # noqa: UP031
            % (OLDEST + NEWEST + tuple(sys.version_info[:2]))
        )
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    from tools.commands import main

    sys.exit(main(sys.argv[1:]))
