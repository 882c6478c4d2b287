"""What comes in and goes out as files: the case file. Imports only the case; knows no database, no window."""
