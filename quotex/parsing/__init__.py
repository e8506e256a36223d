"""Stanza's tokenizer, tagger, lemmatizer and dependency parser over whole collections of articles."""

from quotex.parsing.cache import ParseCache
from quotex.parsing.document import Document, Sentence, Token
from quotex.parsing.parser import Parser, load_parser

__all__ = ["Document", "ParseCache", "Parser", "Sentence", "Token", "load_parser"]
