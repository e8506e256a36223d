"""Channels: how words left their speaker, where, when, to whom and through whose hands."""

from __future__ import annotations

from quotex.channels.read import read_channels
from quotex.channels.reading import ChannelReading

__all__ = ["ChannelReading", "read_channels"]
