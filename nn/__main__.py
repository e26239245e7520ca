"""``python -m nn xor``: the command line; see ``cli/run.py``."""

import sys

from nn.cli.run import main

if __name__ == "__main__":
    sys.exit(main())
