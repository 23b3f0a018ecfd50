"""`python -m lebenslage`: the command line."""

import sys

from lebenslage.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
