"""Parsing: text becomes tokens, sentences and dependency trees with true offsets."""
