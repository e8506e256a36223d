"""Export: quotations become files, one module a format."""
