"""Whose words they are and how far they reach, construction by construction."""

from __future__ import annotations

import pytest
from parsers import bundled

from quotex.attribution.attribute import attribute
from quotex.parsing import Parser

# text; then a row for each quotation: its content, and its source as written ("" where nobody is named)
CASES = {
    "inverted-opening": (
        "The bakers voted at noon. Said Tveit: “Flour costs more than the bread it makes.”",
        [("Flour costs more than the bread it makes.", "Tveit")],
    ),
    "inverted-opening-manner": (
        "Continued Tveit: “Nobody asked the millers, and the millers noticed.”",
        [("Nobody asked the millers, and the millers noticed.", "Tveit")],
    ),
    "question-before-a-participle": (
        '"Who paid for the lamps?" Tveit repeated.\n'
        '"You may ask the verger, if he is awake, may you not?" Ansel remarked, nodding at the door.',
        [
            ("Who paid for the lamps?", "Tveit"),
            ("You may ask the verger, if he is awake, may you not?", "Ansel"),
        ],
    ),
    "recording": (
        "The museum plays a recording of Nora Vik asking, “Which of you has seen a wolf?”",
        [("Which of you has seen a wolf?", "Nora Vik")],
    ),
    "blame-behind-the-marks": (
        "The tape has Ansel saying at a hearing in May, “I sign what I am given,” when the judge scolded "
        "him for the ledger.",
        [("I sign what I am given", "Ansel")],
    ),
    "loose-participle": (
        "Vik, who once kept the archive, laughed at the minister's spelling after the budget debate, "
        "tweeting, “Two mistakes in one word. A record.”",
        [("Two mistakes in one word. A record.", "Vik, who once kept the archive")],
    ),
    "said-the-same": (
        'Three jurors agreed that the cellist was "too tired to play," while a fourth said the same of the '
        "flute.",
        [('the cellist was "too tired to play,"', "Three jurors")],
    ),
    "but-she-said": (
        'Ansel, the surveyor, said that the map showed no "sign of a well or cistern," but she said that the '
        'ruins "speak for a village" on the hill.',
        [
            ('the map showed no "sign of a well or cistern,"', "Ansel, the surveyor"),
            ('the ruins "speak for a village" on the hill', "she"),
        ],
    ),
    "coordinated-below-the-content": (
        "Tveit said the new oven has doubled the bakery's debts and said that no loan would cover them.",
        [
            ("the new oven has doubled the bakery's debts", "Tveit"),
            ("no loan would cover them", "Tveit"),
        ],
    ),
    "coordinated-participles": (
        "Vik wrote to the abbot, saying the archive was damp and warning that the maps would rot.",
        [("the archive was damp", "Vik"), ("the maps would rot", "Vik")],
    ),
    "speakers-own-although": (
        "Moen said the fair, although smaller than last year's, was paid for.",
        [("the fair, although smaller than last year's, was paid for", "Moen")],
    ),
    "reporters-while": (
        "Moen said the fair was paid for, while the treasurer insisted that it was not.",
        [("the fair was paid for", "Moen"), ("it was not", "the treasurer")],
    ),
    "what-follows-from-it": (
        "Ansel said the bridge had been closed for the winter, leaving two villages without a doctor.",
        [("the bridge had been closed for the winter, leaving two villages without a doctor", "Ansel")],
    ),
    "reported-again": (
        "Tveit said the guild would vote on the price, which the millers called a bribe.",
        [("the guild would vote on the price", "Tveit")],
    ),
    "clause-begun-before-the-marks": (
        'Osvald told the council that if the well ran dry, "the goats will be the first to know."',
        [('if the well ran dry, "the goats will be the first to know."', "Osvald")],
    ),
    "according-to-one-who": (
        "The cellars have been flooded since May, according to a porter, who has the keys.",
        [
            (
                "The cellars have been flooded since May",
                "a porter, who has the keys",
            )
        ],
    ),
    "what-counted-people-said": (
        "Three in four villagers said they had never seen the map, according to a survey.",
        [
            ("Three in four villagers said they had never seen the map", "a survey"),
            ("they had never seen the map", "Three in four villagers"),
        ],
    ),
    "on-a-programme": (
        "“Nobody swims in May,” Ansel said on Radio Vell's “The Long Morning Table.”",
        [("Nobody swims in May", "Ansel")],
    ),
    "because-behind-the-marks": (
        "Moen told the council he was “wholly against the weir” because it starved the mill.",
        [("he was “wholly against the weir” because it starved the mill", "Moen")],
    ),
    "adding-to": (
        "Norrby won the cup final in the rain, adding to its two league titles.",
        [],
    ),
    "goes-on-in-marks": (
        "Tveit said that the oven had been “stone cold for a week.” “We bake on Mondays, if there is flour.”",
        [
            (
                "the oven had been “stone cold for a week.” | We bake on Mondays, if there is flour.",
                "Tveit",
            )
        ],
    ),
    "sentence-begun-in-marks": (
        "“A goat, Minister,” the farmer said, would have read the contract before eating it.",
        [("A goat, Minister | would have read the contract before eating it", "the farmer")],
    ),
    "complement-behind-the-cue": (
        '"No mystery at all," the diver said, that two anchors lay under one bell.',
        [("No mystery at all | two anchors lay under one bell", "the diver")],
    ),
    "name-of-a-book": (
        'Vik, the weaver, learned "to count by knots before numbers," she wrote in a memoir, "Red Thread."',
        [('Vik, the weaver, learned "to count by knots before numbers,"', "she")],
    ),
    "author-behind-a-title": (
        'Two of the winter loans, "The Salt Road," by A. K. Moen, and an atlas, never came back.',
        [],
    ),
    "verb-that-says-nothing": (
        'Under an old headline, "Trains For All," the ministry appears to have buried the timetable.',
        [],
    ),
    "brackets": (
        "Every glazier in the street tells the story (Rolf Moen, who taught half of them, once said, “Glass "
        "remembers the hand”). The street was paved in June.",
        [("Glass remembers the hand", "Rolf Moen")],
    ),
    "headline-with-words-in-marks": (
        "Nora Vik Scolds Lamp Makers: ‘You Sold Us Candles.’\n\nNora Vik spoke to the guild.",
        [("You Sold Us Candles.", "Nora Vik")],
    ),
    "headline-in-capitals": (
        "Rolf Moen Calls New Tram ‘A Toy’ After Second Delay.\n\nThe tram stood still again.",
        [("New Tram ‘A Toy’", "Rolf Moen")],
    ),
    "heading-in-other-marks": (
        '"We locked the gates," Moen said. "We had to."\n\n\'The quiet year.\'\n\nThe zoo opened in May. '
        '"The otters knew," Moen said.',
        [("We locked the gates | We had to.", "Moen"), ("The otters knew", "Moen")],
    ),
    "block-quotation": (
        "The Lantern was on the quay:\n“Make way for the choir,” he said, and ran.\n"
        '"Vik walked ahead, singing “Home, home!” until the rain stopped.\n'
        '"The sexton closed the doors. The bells were late.',
        [("Make way for the choir", "he"), ("Home, home!", "Vik")],
    ),
    "cast-as": (
        "The organist ranks the new bellows as “a cough with wings,” far behind the old ones.",
        [("the new bellows as “a cough with wings,”", "The organist")],
    ),
    "named-as": (
        "Last spring a Lantern column hailed Moen as “The Saint Of Small Repairs” for mending the clock.",
        [("Moen as “The Saint Of Small Repairs” for mending the clock", "a Lantern column")],
    ),
    "clause-and-colon": (
        'Ansel climbed down and said the cave had one thing the guide leaves out: "Water up to the knees, '
        'cold as a bill."',
        [
            (
                'the cave had one thing the guide leaves out: "Water up to the knees, cold as a bill."',
                "Ansel",
            )
        ],
    ),
    "set-in-and-marks": (
        'The last buses were empty, the driver said, and "I talked to the radio."',
        [("The last buses were empty | I talked to the radio.", "the driver")],
    ),
    "one-report-behind-another": (
        "Vik told parents that she thinks the school must teach in the hall, saying that “a roof is not a "
        "luxury” in March.",
        [
            ("she thinks the school must teach in the hall", "Vik"),
            ("“a roof is not a luxury” in March", "Vik"),
        ],
    ),
    "citation-behind-according-to": (
        "According to the Bryne gazette, quoting a customs list, the cellars hold forty casks of "
        '"medicinal cider".',
        [('the cellars hold forty casks of "medicinal cider"', "the Bryne gazette")],
    ),
    "in-the-words-of": (
        "The ice had gone by April, and in the words of the lighthouse keeper, Rolf Moen, "
        '"the sea forgot its manners."',
        [("the sea forgot its manners.", "the lighthouse keeper")],
    ),
    "block-without-marks": (
        "The guild met at noon. Tveit added:\n\nNo apprentice of mine will sweep another man's shop. "
        "They can learn that here.\n\nThe guild meets again in May.",
        [
            (
                "No apprentice of mine will sweep another man's shop. They can learn that here.",
                "Tveit",
            )
        ],
    ),
    "relative-pronoun": (
        "The fee annoyed the choir, which said that the candles were its own.",
        [("the candles were its own", "which")],
    ),
    "one-in-three": (
        "One in nine said the well in the square tastes of iron.",
        [("the well in the square tastes of iron", "One in nine")],
    ),
    "subject-with-an-aside": (
        "She also says the festival, although smaller, was paid for by the market.",
        [("the festival, although smaller, was paid for by the market", "She")],
    ),
    "asked-whether": (
        "Asked whether the quarry would reopen, Warden Osei said it was full of herons.",
        [("it was full of herons", "Warden Osei")],
    ),
    "told-in-a-letter-that": (
        'Pell told the tenants, in a letter, that the boiler was "as good as new".',
        [('the boiler was "as good as new"', "Pell")],
    ),
    "as-reported-by": (
        "The observatory sold its second mirror in June, as first reported by the Bryne Lantern.",
        [("The observatory sold its second mirror in June", "the Bryne Lantern")],
    ),
    "as-somebody-reported": (
        "In the spring, as the Lantern reported, the quarry and the convent traded fields.",
        [("In the spring | the quarry and the convent traded fields", "the Lantern")],
    ),
    "source-with-a-participle": (
        "The hospice owns a third of the vineyard, deeds kept at the abbey revealed.",
        [("The hospice owns a third of the vineyard", "deeds kept at the abbey")],
    ),
    "dateline": (
        "BRYNE, April 18 (Lantern) - Quarry foreman Beata Quist said on Saturday that her crew slept.",
        [("her crew slept", "Quarry foreman Beata Quist")],
    ),
    "seen-to-speak": (
        "“Hold the rope with both hands,” the footage showed Quist telling climbers. “Then trust it.”",
        [("Hold the rope with both hands | Then trust it.", "Quist")],
    ),
    "heard-to-speak": (
        "The cook heard Ansel shouting, “Cut the line!” as the mast fell.",
        [("Cut the line!", "Ansel")],
    ),
    "predicate-is-no-source": (
        'All that remains on the wall is a sign saying, "Mind the second step."',
        [("Mind the second step.", "a sign")],
    ),
}


@pytest.fixture(scope="module")
def parser() -> Parser:
    return bundled()


@pytest.mark.parametrize("name", CASES)
def test_source_and_content(parser: Parser, name: str) -> None:
    text, expected = CASES[name]
    found = attribute(parser.parse([text])[0])
    got = [
        (" | ".join(text[s:e] for s, e in a.content), " ".join(text[s:e] for s, e in a.source)) for a in found
    ]
    assert got == expected
