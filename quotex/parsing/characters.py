"""What Stanza's tokenizer sees of each character, looked up instead of worked out.

The same features as ``TokenizationDataset.para_to_sentences``: those of the character itself are kept
by character, those of a stretch ("date_pattern") are marked over the paragraph.
"""

from __future__ import annotations

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
        self._rows: dict[int, int] = {}
        self._known_characters: list[tuple[int, list[int]]] = []
        self._tables: Encoded | None = None

    def encode(self, text: str) -> Encoded:
        """The ids (characters) and features (characters, features) of a paragraph."""
        if self._args["use_dictionary"]:
            ids, _, features, _ = self._slow.para_to_sentences([(char, 0) for char in text])[0]
            return ids, features.astype(np.float32)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        unique, inverse = np.unique(points, return_inverse=True)
        table_ids, table_features = self._known(unique.tolist())
        rows = np.array([self._rows[point] for point in unique.tolist()])[inverse]
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

    def _known(self, points: list[int]) -> Encoded:
        new = [point for point in points if point not in self._rows]
        known = self._known_characters
        for point in new:  # in this order, so that what is broken off leaves no wrong row behind
            char = chr(point)
            known.append((self._vocab.unit2id(char), [int(own(char)) for own in self._own]))
            self._rows[point] = len(known) - 1
        if self._tables is None or len(self._tables[0]) < len(known):
            ids = np.array([number for number, _ in known], dtype=np.int64)
            features = np.array([row for _, row in known], dtype=np.float32)
            self._tables = ids, features.reshape(len(known), len(self._own))
        return self._tables
