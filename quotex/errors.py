"""Errors that quotex raises on purpose; each message is one line that says what to do."""

from __future__ import annotations


class QuotexError(Exception):
    """Base class of every error that quotex raises on purpose."""


class InputError(QuotexError):
    """An input cannot be read: a missing file, a malformed line, an unknown format."""


class RuleError(QuotexError):
    """A rule file is not valid; the message names the file and the row."""


class ModelError(QuotexError):
    """A model or something that it needs is missing; the message says what to install."""


class DeviceError(ModelError):
    """The device that the models are to compute on is not there."""
