"""What leaves: letters as document models, then as plain text and PDF."""
