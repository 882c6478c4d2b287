"""What a letter says: the case, its review and the guideline become a document model, with no page and no font."""
