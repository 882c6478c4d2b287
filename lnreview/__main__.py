"""Run lnreview with ``python -m lnreview``."""

import multiprocessing

from lnreview.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a frozen bundle a worker starts here as well
    main()
