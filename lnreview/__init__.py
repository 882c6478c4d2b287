"""Review lupus nephritis that does not respond: record, walk, verdict, letter. Offline."""

__version__ = "0.4.0"
