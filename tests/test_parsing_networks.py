"""The fast networks against Stanza's own code, and the search for trees."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from parsers import bundled
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root
from stanza.models.common.hlstm import HighwayLSTM
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from quotex.parsing.arborescence import best_tree, is_tree
from quotex.parsing.kernels import PackedLinear
from quotex.parsing.packing import Packing
from quotex.parsing.recurrent import highway_layers
from quotex.parsing.words import MOST_WORDS, Word, bundles

TEXTS = [
    'Critics said the plan was "a disgrace"; the mayor, who\'d backed it, called it "our best shot."',
    "What?! Nobody told me that they're closing it, he wrote Monday @ 5 p.m., see www.olavide.example.com.",
    "Told that the council, which the governor the voters had elected had named, saw it, she laughed.",
    "He gave her them it that.",
]


def test_the_fast_path_is_stanzas_own_result() -> None:
    plain, fast = bundled("plain").parse(TEXTS), bundled("full").parse(TEXTS)
    for own, other in zip(plain, fast, strict=True):
        assert own.tokens == other.tokens


@st.composite
def arc_scores(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(2, 12))
    seed = draw(st.integers(0, 10_000))
    scores = np.random.default_rng(seed).normal(size=(size, size)) * draw(st.sampled_from([0.1, 1, 30]))
    np.fill_diagonal(scores, -np.inf)
    return scores


@given(arc_scores())
def test_the_best_tree_scores_as_stanzas(scores: np.ndarray) -> None:
    def total(heads: np.ndarray) -> float:
        return sum(scores[i, heads[i]] for i in range(1, len(heads)))

    found = best_tree(scores.copy())
    assert is_tree(found)
    assert total(found) == pytest.approx(total(chuliu_edmonds_one_root(scores.copy())), abs=1e-6)


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0, 0], True), ([0, 2, 0], True), ([0, 0, 0], False), ([0, 2, 1], False), ([0, 2, 3, 2, 0], False)],
)
def test_what_a_tree_is(heads: list[int], expected: bool) -> None:
    assert is_tree(np.array(heads)) is expected


LENGTHS = [[1], [5, 5, 2, 1], [9, 3], [70, 37, *range(19, 0, -1), 1, 1]]


def _highway_lstm() -> tuple[HighwayLSTM, tuple[torch.Tensor, torch.Tensor]]:
    torch.manual_seed(1)
    module = HighwayLSTM(7, 6, 2, batch_first=True, bidirectional=True, highway_func=torch.tanh).eval()
    return module, (torch.randn(4, 1, 6), torch.randn(4, 1, 6))


@pytest.fixture(params=["blocks", "steps"])
def rounding(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """Recurrent layers by oneDNN and by the loop that stands in for it; what neighbours may change."""
    if request.param == "blocks":
        return 0.0
    monkeypatch.setattr("quotex.parsing.recurrent._blocks", lambda *_: None)
    return 0.01


@pytest.mark.usefixtures("rounding")
@pytest.mark.parametrize("lengths", LENGTHS)
def test_recurrent_layers_compute_stanzas(lengths: list[int]) -> None:
    module, initial = _highway_lstm()
    words = [torch.randn(length, 7) for length in lengths]
    packed = pack_padded_sequence(pad_sequence(words, batch_first=True), lengths, batch_first=True)
    expand = tuple(state.expand(4, len(lengths), 6).contiguous() for state in initial)
    with torch.inference_mode():
        expected, _ = pad_packed_sequence(module(packed, lengths, hx=expand)[0], batch_first=True)
        rows = torch.cat(words)
        packing = Packing(lengths)
        for layer in highway_layers(module, initial, torch.float32):
            rows = layer(rows, packing)
        assert torch.allclose(packing.pad(rows), expected, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("lengths", LENGTHS)
def test_neighbours_and_padding_stay_out_of_a_sentence(
    lengths: list[int], dtype: torch.dtype, rounding: float
) -> None:
    """A sentence among others, which are full of what spreads, is what it is alone."""
    module, initial = _highway_lstm()
    layer = highway_layers(module, initial, dtype)[0]
    with torch.inference_mode():
        for chosen in {0, len(lengths) // 2, len(lengths) - 1}:
            words = torch.randn(lengths[chosen], 7)
            around = [torch.full((length, 7), torch.nan) for length in lengths]
            around[chosen] = words
            rows = torch.split(layer(torch.cat(around), Packing(lengths)), lengths)[chosen]
            alone = layer(words, Packing([len(words)]))
            assert torch.allclose(rows, alone, rtol=0, atol=rounding)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("activation", ["none", "relu", "gelu"])
def test_packed_products(activation: str, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not packed:
        monkeypatch.setattr("quotex.parsing.kernels._packed", lambda weight: None)
    layer, rows = torch.nn.Linear(5, 3), torch.randn(4, 5)
    with torch.inference_mode():
        expected = layer(rows)
        if activation != "none":
            expected = getattr(torch.nn.functional, activation)(expected)
        found = PackedLinear(layer.weight, layer.bias, torch.float32)(rows, activation)
    assert torch.allclose(found, expected, atol=1e-5)


@given(st.lists(st.sampled_from(["a", ";", ",", ".", "b"]), min_size=1, max_size=500), st.integers(1, 30))
def test_long_sentences_are_cut_whole(forms: list[str], size: int) -> None:
    words = [Word(i, i + 1, form) for i, form in enumerate(forms)]
    parts = bundles(words, [size] * len(words), 300)
    assert [word for part in parts for word in part.words] == words
    assert all(part.words[0] is words[part.first] for part in parts)
    assert all(len(part.words) <= MOST_WORDS and len(part.words) * size <= 300 for part in parts)
    if len(words) <= MOST_WORDS and len(words) * size <= 300:
        assert len(parts) == 1
