"""What Stanza's tokenizer sees of each character, looked up instead of worked out.

The same features as ``TokenizationDataset.para_to_sentences``: those of the character itself are kept
by character, those of a stretch ("date_pattern") are marked over the paragraph.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stanza.models.tokenization.data import (
    PER_CHAR_FEAT_FUNCS,
    STRUCTURAL_FEATURES,
    TokenizationDataset,
)

Encoded = tuple[NDArray[np.int64], NDArray[np.float32]]


class CharacterFeatures:
    """Ids and features of the characters of a paragraph.

    Args:
        trainer: Stanza's tokenizer, loaded.
    """

    def __init__(self, trainer: Any) -> None:
        self._args = trainer.args
        self._vocab = trainer.vocab
        self._slow = TokenizationDataset(
            trainer.args, input_text="", vocab=trainer.vocab, evaluation=True, dictionary=trainer.dictionary
        )
        names = trainer.args["feat_funcs"]
        self._own = [PER_CHAR_FEAT_FUNCS[name] for name in names if name in PER_CHAR_FEAT_FUNCS]
        self._places = [name for name in ("end_of_para", "start_of_para") if name in names]
        self._stretches = [pattern for name, pattern in STRUCTURAL_FEATURES.items() if name in names]
        self._rows = np.full(sys.maxunicode + 1, -1, dtype=np.int32)
        self._tables: Encoded = np.empty(0, dtype=np.int64), np.empty((0, len(self._own)), dtype=np.float32)

    def encode(self, text: str) -> Encoded:
        """The ids (characters) and features (characters, features) of a paragraph."""
        if self._args["use_dictionary"]:
            ids, _, features, _ = self._slow.para_to_sentences([(char, 0) for char in text])[0]
            return ids, features.astype(np.float32)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if (self._rows[points] < 0).any():
            self._learn(np.unique(points).tolist())
        rows = self._rows[points]
        table_ids, table_features = self._tables
        columns = [table_features[rows]]
        for name in self._places:
            place = np.zeros((len(text), 1), dtype=np.float32)
            place[-1 if name == "end_of_para" else 0] = 1
            columns.append(place)
        for pattern in self._stretches:
            marked = np.zeros((len(text), 1), dtype=np.float32)
            for match in pattern.finditer(text):
                marked[match.start() : match.end()] = 1
            columns.append(marked)
        return table_ids[rows], np.concatenate(columns, 1)

    def _learn(self, points: list[int]) -> None:
        """Work characters out; broken off at any point, this leaves no character with a wrong row."""
        new = [point for point in points if self._rows[point] < 0]
        ids, features = self._tables
        chars = [chr(point) for point in new]
        more = np.array([[int(own(char)) for own in self._own] for char in chars], dtype=np.float32)
        self._tables = (
            np.append(ids, np.array([self._vocab.unit2id(char) for char in chars], dtype=np.int64)),
            np.concatenate([features, more.reshape(len(new), len(self._own))]),
        )
        self._rows[new] = np.arange(len(ids), len(ids) + len(new))
