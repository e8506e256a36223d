"""Channels: how the words came to the outlet, with the evidence for it."""
