"""Run lnreview with ``python -m lnreview``."""

from lnreview.cli import main

if __name__ == "__main__":
    main()
