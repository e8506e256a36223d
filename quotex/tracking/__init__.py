"""Tracking: the same quotation across articles and outlets."""

from quotex.tracking.display import Passages, TrackedPassage, WordDiff
from quotex.tracking.tables import write_passages
from quotex.tracking.tracker import track

__all__ = ["Passages", "TrackedPassage", "WordDiff", "track", "write_passages"]
