"""Sentence ends: the rules' own examples, quotations, hard-wrapped text, strict loading."""

from __future__ import annotations

import pytest
from parsers import bundled, sentences

from quotex.errors import RuleError
from quotex.parsing.surface import Surface, paragraphs, surfaces
from quotex.rules import sentences as loader
from quotex.rules.sentences import sentence_rules


def split(text: str) -> list[str]:
    return sentences(bundled().parse([text], lambda document: [False] * len(document.sentences))[0])


@pytest.mark.parametrize(("where", "example"), sentence_rules().examples)
def test_every_rule_does_what_its_example_says(where: str, example: str) -> None:
    assert " | ".join(split(example.replace(" | ", " "))) == example, where


@pytest.mark.parametrize(
    "example",
    [
        '"Is it over?" she asked. | He left.',
        '"No!" said Ruiz. | Then he left.',
        '"A." | He left.',
        "“It’s done,” Ruiz said. | “Go home.”",
        "''We won't,'' said Mr. Pell. | ''Never.''",
        "“Will it pass?” | Ruiz said he did not know.",
        "“Will it pass?” Ruiz asked, smiling. | Nobody answered.",
        "``Well,'' Sen. Diaz told reporters, ``I cannot say.'' | He left.",
        'He said " Yes . " | They left.',
        "The president of Halvard Inc. said no. | They left.",
        "“We lost. | We will try again,” she said.",
        "She asked the crowd: Who pays for this?",
        "‘We can do it,’ Nair said. | ‘We must.’",
    ],
)
def test_quotations(example: str) -> None:
    assert split(example.replace(" | ", " ")) == example.split(" | ")


NEWS = """The harbor board of Olavide will meet again on Friday to vote on
the plan, which has been put off twice since the spring because of a
quarrel over who pays for the dredging of the northern channel.

"We have waited long enough," said Tomas Vere, who leads the board
and has asked the province for a loan.
He declined to say more.
"""


def test_hard_wrapped_lines_do_not_end_paragraphs() -> None:
    spans = [NEWS[start:end] for start, end in paragraphs(NEWS)]
    assert [span.split()[0] for span in spans] == ["The", '"We', "He"]
    assert len(split(NEWS)) == 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A first paragraph that is quite long.\nA second one.\nA third.", 3),
        ("One that goes\non here.\nAnother.", 2),
        ("a\n\nb", 2),
        ("a\r\nB", 2),
        ("a \n \t\n b", 2),
        ("\n\nalone\n\n", 1),
        ("a\u2028B", 2),
        ("", 0),
    ],
)
def test_paragraphs(text: str, count: int) -> None:
    spans = paragraphs(text)
    assert len(spans) == count
    assert all(text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("“It’s”", '"It\'s"'),
        ("''It''", '"It"'),
        ("a \t\x00\u00a0b", "a b"),
        ("a\u00ad\u200bb", "ab"),
        ("\ud800x", "\ufffdx"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_the_models_read(text: str, read: str) -> None:
    (surface,) = surfaces(text)
    assert isinstance(surface, Surface)
    assert surface.text == read
    assert len(surface.starts) == len(surface.ends) == len(read)
    assert all(a < b for a, b in zip(surface.starts, surface.ends, strict=True))
    assert surface.ends[-1] <= len(text)


ROWS = '[[abbreviation]]\nforms = ["Xx."]\nends = "never"\nexample = "Xx. Ruiz left."\n'
REST = (
    '[initials]\nexcept = ["I"]\nexample = "J. Pell left."\n'
    '[tail]\nwithin = 6\ninside = ["of"]\nafter = ["on"]\nexample = "a"\n'
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (ROWS.replace("never", "sometimes") + REST, "sometimes"),
        (ROWS.replace("Xx.", "Xx") + REST, "full stop"),
        (ROWS + ROWS + REST, "twice"),
        (ROWS + "[[speaker]]\nx = 1\n" + REST, "speaker"),
        (ROWS, "initials"),
        (ROWS.replace("ends", "end") + REST, "end"),
    ],
)
def test_faulty_rules_are_named(text: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import tomllib

    monkeypatch.setattr(loader, "read_table", lambda *_: tomllib.loads(text))
    with pytest.raises(RuleError, match=fault):
        loader.sentence_rules.__wrapped__("en")
