"""What is known: the frozen record of one patient, with dates, quantities, equations. Reads no file, asks no clock."""
