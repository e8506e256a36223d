"""Whose words they are and how far they reach, construction by construction."""

from __future__ import annotations

import pytest

from quotex.attribution.attribute import attribute
from quotex.parsing import Parser, load_parser

# text; then a row for each quotation: its content, and its source as written ("" where nobody is named)
CASES = {
    "inverted-opening": (
        "The union met again on Friday. Said Marlow: “I don’t see how the yard survives the winter.”",
        [("I don’t see how the yard survives the winter.", "Marlow")],
    ),
    "inverted-opening-manner": (
        "Continued Marlow: “We asked for time and got a letter.”",
        [("We asked for time and got a letter.", "Marlow")],
    ),
    "question-before-a-participle": (
        '"Is it a goat?" Marlow repeated.\n'
        '"I’m not sure you know the goat is free, but we’ll see, right?" Hanna remarked, alluding to it.',
        [
            ("Is it a goat?", "Marlow"),
            ("I’m not sure you know the goat is free, but we’ll see, right?", "Hanna"),
        ],
    ),
    "recording": (
        "The film uses footage of Hanna Berg asking, “Why aren’t we ahead by now?”",
        [("Why aren’t we ahead by now?", "Hanna Berg")],
    ),
    "blame-behind-the-marks": (
        "The clip ends with footage of Marlow saying during the council last week, “That makes me proud,” "
        "when Berg blamed him for the delay.",
        [("That makes me proud", "Marlow")],
    ),
    "loose-participle": (
        "Berg, a former council leader, poked at Marlow's coughing during the Monday night debate, tweeting, "
        "“Notice the cough. Too many cigars?”",
        [("Notice the cough. Too many cigars?", "Berg, a former council leader")],
    ),
    "said-the-same": (
        'Only half of the voters agreed that Berg is in "good enough shape to serve as mayor," while a third '
        "said the same of Marlow.",
        [('Berg is in "good enough shape to serve as mayor,"', "Only half of the voters")],
    ),
    "but-he-said": (
        'Marlow, the police chief, said that the footage did not give "clear proof that anyone was holding a '
        'knife," but he said that the film and other evidence "supports what we heard" from the crew.',
        [
            (
                'the footage did not give "clear proof that anyone was holding a knife,"',
                "Marlow, the police chief",
            ),
            ('the film and other evidence "supports what we heard" from the crew', "he"),
        ],
    ),
    "sentence-begun-in-marks": (
        "“Only you, Piet,” she said, would use a funeral to talk about herring.",
        [("Only you, Piet | would use a funeral to talk about herring", "she")],
    ),
    "complement-behind-the-cue": (
        '"It\'s our bad luck," he said, that both boats had been built in this little yard.',
        [("It's our bad luck | both boats had been built in this little yard", "he")],
    ),
    "name-of-a-book": (
        'Berg, who had come from another yard, tossed "cold water on the plan at once," she wrote in a book, '
        '"Hard Weather."',
        [('Berg, who had come from another yard, tossed "cold water on the plan at once,"', "she")],
    ),
    "author-behind-a-title": (
        'One of his recent reads, "This Kind of Sea," by T. R. Holm, about the herring war, drove that home.',
        [],
    ),
    "verb-that-says-nothing": (
        'In Hanna Berg\'s column on Aug. 10, "The waiting must stop," the member for Norrby seems to do '
        "the same.",
        [],
    ),
    "brackets": (
        "The vast majority of sailors know this well (Piet Olm, who coined the term, once said, “It happened "
        "so many times that we lost count”). However, the yard disagrees.",
        [("It happened so many times that we lost count", "Piet Olm")],
    ),
    "headline-with-words-in-marks": (
        "Hanna Berg Hammers Yard Boss: ‘You Should Be Ashamed.’\n\nHanna Berg questioned yard boss Piet Olm.",
        [("You Should Be Ashamed.", "Hanna Berg")],
    ),
    "headline-in-capitals": (
        "Olav Lind Calls Hanna Berg ‘A Disgrace’ Over Budget Comments.\n\nThe council met on Monday.",
        [("Hanna Berg ‘A Disgrace’ Over Budget Comments", "Olav Lind")],
    ),
    "heading-in-other-marks": (
        '"We sold the boats," Lind said. "We had to."\n\n\'A long winter.\'\n\nThe yard was closed in May. '
        '"Nobody came," Lind said.',
        [("We sold the boats | We had to.", "Lind"), ("Nobody came", "Lind")],
    ),
    "block-quotation": (
        "The Courier had the story:\n“There he goes,” she said, and clapped.\n"
        '"Marlow crossed the square, chanting “Out! Out!” and the crowd fell still.\n'
        '"Nobody followed him. The band played on.',
        [("There he goes", "she"), ("Out! Out!", "Marlow")],
    ),
    "cast-as": (
        "Marlow openly admires the king as a “strong leader,” comparing him favorably to the mayor.",
        [("the king as a “strong leader,”", "Marlow")],
    ),
    "named-as": (
        "Twenty-two years ago, a Courier article hailed Marlow as “The Comeback Captain” for his luck.",
        [("Marlow as “The Comeback Captain” for his luck", "a Courier article")],
    ),
    "clause-and-colon": (
        "Lind came to a forum and said she has the essential quality for the job of mayor: "
        '"Steadiness -- a rock of steadiness, and mixed with strength."',
        [
            (
                "she has the essential quality for the job of mayor: "
                '"Steadiness -- a rock of steadiness, and mixed with strength."',
                "Lind",
            )
        ],
    ),
    "set-in-and-marks": (
        'Many of the visitors were older, she said, and "I had to step back and think."',
        [("Many of the visitors were older | I had to step back and think.", "she")],
    ),
    "one-report-behind-another": (
        "Lind told the hall that she believes the island must continue to push for a clinic, saying that "
        "“distance still decides too much” in the north.",
        [
            ("she believes the island must continue to push for a clinic", "Lind"),
            ("“distance still decides too much” in the north", "Lind"),
        ],
    ),
    "citation-behind-according-to": (
        "According to the Vell agency, quoting the northern radio, the port's crews sleep in their "
        'boots in a "half state of war".',
        [('the port\'s crews sleep in their boots in a "half state of war"', "the Vell agency")],
    ),
    "in-the-words-of": (
        "By the end, the skin of the fruit had split, and in the words of the Crown prosecutor, Marcus Tad, "
        '"the orchard had spent its last months dying."',
        [("the orchard had spent its last months dying.", "the Crown prosecutor")],
    ),
    "block-without-marks": (
        "The ferry closed on Friday. Marlow added:\n\nIt is typical of the council that nobody asked the "
        "crews. They sleep on it.\n\nThe council met on Monday.",
        [
            (
                "It is typical of the council that nobody asked the crews. They sleep on it.",
                "Marlow",
            )
        ],
    ),
    "relative-pronoun": (
        "The plan angered the yard, which said that the cranes were needed all winter.",
        [("the cranes were needed all winter", "which")],
    ),
    "one-in-three": (
        "One in three said the party does not care very much about the fishing towns.",
        [("the party does not care very much about the fishing towns", "One in three")],
    ),
    "subject-with-an-aside": (
        "He also says the harbour scandal, while troublesome, was dealt with properly in his view.",
        [("the harbour scandal, while troublesome, was dealt with properly in his view", "He")],
    ),
    "as-reported-by": (
        "The main union fund started reserving radio time this week, as first reported by the Vell Times.",
        [("The main union fund started reserving radio time this week", "the Vell Times")],
    ),
    "as-somebody-reported": (
        "Just a few weeks ago, as the Courier reported, Thor and Beck were discussing a strike.",
        [("Just a few weeks ago | Thor and Beck were discussing a strike", "the Courier")],
    ),
    "source-with-a-participle": (
        "Some givers are helping pay for attacks to wound Mr. Marlow, disclosures filed on Sunday revealed.",
        [
            (
                "Some givers are helping pay for attacks to wound Mr. Marlow",
                "disclosures filed on Sunday",
            )
        ],
    ),
    "dateline": (
        "VELL, April 18 (Beacon) - Marlow Yard foreman Beata Quist said on Saturday that her crew slept.",
        [("her crew slept", "Marlow Yard foreman Beata Quist")],
    ),
    "seen-to-speak": (
        "“People love you and you win,” the video showed Talib telling supporters. “And they came back.”",
        [("People love you and you win | And they came back.", "Talib")],
    ),
    "heard-to-speak": (
        "The crew heard Marlow shouting, “Cut the line!” as the mast fell.",
        [("Cut the line!", "Marlow")],
    ),
    "predicate-is-no-source": (
        'Once there, all they get is a message stating, "The word harbour means search for truth."',
        [("The word harbour means search for truth.", "a message")],
    ),
}


@pytest.fixture(scope="module")
def parser() -> Parser:
    return load_parser(threads=1)


@pytest.mark.parametrize("name", CASES)
def test_source_and_content(parser: Parser, name: str) -> None:
    text, expected = CASES[name]
    found = attribute(parser.parse([text])[0])
    got = [
        (" | ".join(text[s:e] for s, e in a.content), " ".join(text[s:e] for s, e in a.source)) for a in found
    ]
    assert got == expected
