"""Finding: quotation marks, their pairs, and the passages that may be quotations."""
