"""Rule files: vocabulary and patterns as validated data, one loader module a row type."""
