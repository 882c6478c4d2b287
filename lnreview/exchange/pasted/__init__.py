"""Rows that were copied elsewhere, read into proposed entries: nothing is assumed that the table does not say."""
