"""What follows: the steps, the walk, the verdict. Pure functions of case, guideline and date; no clock, no file."""
