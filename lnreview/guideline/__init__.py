"""What the field says: cited, dated, typed numbers from `resources/guideline/`. No clinical number stands in Python."""
