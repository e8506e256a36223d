"""Naming speakers: the entities of an article, their mentions, and who said each quotation."""

from __future__ import annotations

from quotex.speakers.build import build_entities
from quotex.speakers.entity import Entities, Entity, Mention
from quotex.speakers.resolve import resolve
from quotex.speakers.speaker import Speaker

__all__ = ["Entities", "Entity", "Mention", "Speaker", "build_entities", "resolve"]
