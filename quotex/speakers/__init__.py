"""Speakers: the mention of a source becomes a canonical name, a type and a role."""
