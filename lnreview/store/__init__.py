"""Where cases are kept: one SQLite file. Imports only the case; knows no guideline, letter or window."""
