"""Table models: rows of a case or of the store, with native sort values and a role that gives the row's object."""
