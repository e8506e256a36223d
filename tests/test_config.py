"""A newsroom's own file: each row takes effect, each fault is named with its line, no text breaks it."""

from __future__ import annotations

import copy
import json
import pickle
import re
import tempfile
import tomllib
from pathlib import Path

import pytest
import regex
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import quotex
from quotex.command.entry import cli
from quotex.config import Config, Outlet, read_config
from quotex.config.lines import Lines
from quotex.errors import RuleError
from quotex.extractor import Extractor
from quotex.parsing import ParseCache, parser_on_demand
from quotex.records import Article
from quotex.rules.cues import cue_rules
from quotex.rules.language import ENGLISH

PAGE = (Path(quotex.__file__).parents[1] / "docs" / "config.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
ARTICLE = " ".join(line.removeprefix("> ") for line in PAGE.splitlines() if line.startswith("> "))
ADDRESS = "https://www.capital-ledger.example/ferry"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Config:
    path = tmp_path_factory.mktemp("config") / "quotex.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return read_config(path)


@pytest.fixture(scope="module")
def extractor(own: Config) -> Extractor:
    return Extractor(parser_on_demand(threads=1), config=own)


def wrong(text: str, tmp_path: Path) -> str:
    """What is said against a file."""
    path = tmp_path / "quotex.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_config(path)
    said = str(caught.value)
    assert said.startswith(f"{path}:"), said
    return said.removeprefix(f"{path}:")


def test_the_example_of_the_docs_does_what_they_say(extractor: Extractor) -> None:
    table = PAGE.split("| outlet | speaker |")[1].split("\n\n")[0].splitlines()[2:]
    told = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table]
    found = extractor.extract(Article(id="ferry", text=ARTICLE, url=ADDRESS))
    assert [(q.outlet, q.speaker, q.channel, q.text) for q in found] == told
    assert found.article is not None
    assert found.article.outlet == "The Capital Ledger"


def test_without_it_none_of_this_is_so(extractor: Extractor) -> None:
    found = Extractor(extractor.parser).extract(Article(id="ferry", text=ARTICLE, url=ADDRESS))
    assert {(q.outlet, q.channel) for q in found} == {(None, "unspecified")}
    assert "Juan Guaido" not in {q.speaker for q in found}
    assert not any("sail at noon" in q.text for q in found)


def test_names_that_count(own: Config) -> None:
    assert own.speaker("guaidó") == own.speaker("Juan Guaidó") == own.speaker("JUAN  GUAIDO") == "Juan Guaido"
    assert own.speaker("Diego Guaidó") == "Diego Guaidó"
    assert own.families == {"The Capital Ledger": "Vell Media"}


@pytest.mark.parametrize(
    ("name", "url", "outlet"),
    [
        ("capledger", None, "The Capital Ledger"),
        ("capital-ledger.example", None, "The Capital Ledger"),
        (None, "http://capital-ledger.example:80/x", "The Capital Ledger"),
        (None, ADDRESS, "The Capital Ledger"),
        (None, "http://uncapital-ledger.example/x", None),
        (None, "http://[::1", None),
        (None, "no address", None),
        ("Plains Gazette", ADDRESS, "Plains Gazette"),
    ],
)
def test_outlet_by_name_or_address(
    own: Config, name: str | None, url: str | None, outlet: str | None
) -> None:
    assert own.outlet(name, url) == outlet


def test_unnamed_speaker_with_an_alias_is_a_person(extractor: Extractor) -> None:
    (quote,) = extractor.extract('"The quay is closed," the mayor said.')
    assert (quote.speaker, quote.speaker_type, quote.mention_text) == (
        "Ines Ferrol",
        "person",
        "the mayor",
    )


def test_names_of_whom_words_came_through(own: Config, extractor: Extractor) -> None:
    (quote,) = Extractor(extractor.parser).extract('"It is late," Ruiz told CapLedger.')
    quote = evolve(quote, via=("Guaido", "Juan Guaidó", "CapLedger"))
    assert own.quote(quote).via == ("Juan Guaido", "The Capital Ledger")


@pytest.mark.parametrize(
    ("rows", "text", "channel"),
    [
        (
            '[[cues.verb]]\nlemma = "whisk"\nclass = "say"\n'
            '[[channels.verb]]\nlabel = "message"\nlemmas = ["whisk"]',
            '"Come home," Ruiz whisked.',
            "message",
        ),
        ('[[channels.verb]]\nlabel = "speech"\nlemmas = ["tweet"]', '"Come home," Ruiz tweeted.', "speech"),
        (
            '[[channels.outlet]]\nframe = "told"\nlabel = "phone_call"\nrank = 99',
            '"Come home," Ruiz told the Vell Courier.',
            "phone_call",
        ),
    ],
)
def test_channel_rows(rows: str, text: str, channel: str, tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "q.toml").write_text(rows, encoding="utf-8")
    config = read_config(tmp_path / "q.toml")
    (quote,) = Extractor(extractor.parser, config=config).extract(text)
    assert quote.channel == channel


def test_cue_rows(tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text(
        '[[cues.noun]]\nlemma = "aside"\nclass = "utterance"\n'
        '[[cues.phrase]]\nwords = ["in", "the", "telling", "of"]\nclass = "according"\n'
        '[[cues.verb]]\nlemma = "say"\nclass = "ask"\n',
        encoding="utf-8",
    )
    rules, bundled = cue_rules(read_config(tmp_path / "q.toml").language), cue_rules()
    assert rules.nouns["aside"].name == "utterance"
    assert rules.phrases["in"][-1].lemma == "in the telling of"
    assert (rules.verbs["say"].name, bundled.verbs["say"].name) == ("ask", "say")
    assert rules.verbs["add"] == bundled.verbs["add"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[outlet]]\nname = 'A'\ncolour = 'red'", "3: [[outlet]]: unknown key 'colour'"),
        ("\n[[outlet]]\nfamily = 'A'", "2: [[outlet]]: 'name' is missing"),
        ("[[outlet]]\nname = 'A'\n\n[[outlet]]\nname = 1", "5: [[outlet]]: 'name' must be str, is 1"),
        ("[[outlet]]\nname = 'A'\nkind = 'pigeon'", "3: [[outlet]]: kind is 'pigeon', not one of agency,"),
        ("[[outlet]]\nname = 'A'\ndomains = ['http://a.example']", "3: [[outlet]]: 'http://a.example' is no"),
        (
            "[[outlet]]\nname='A B'\n[[outlet]]\nname='C'\nnames=['a  b']",
            "5: [[outlet]]: 'a  b' is a name of 'A B'",
        ),
        ("[[outlet]]\nname=' '", "2: [[outlet]]: a name is empty"),
        ("outlet = 3", "1: [[outlet]] must be an array of tables"),
        ("# x\n[aliases]\n'A' = 'B'\n'C' = 2", "4: [aliases]: 'C' must be the name that counts"),
        ("[aliases]\n'A' = 'B'\n'á' = 'C'", "3: [aliases]: 'á' stands twice"),
        ("[aliases]\n'A' = 'B'\n'B' = 'C'", "2: [aliases]: 'B' is itself an alias, of 'C'"),
        ("[aliases]\n' ' = 'B'", "2: [aliases]: a name is empty"),
        ("\naliases = 1", "2: 'aliases' must be a table"),
        ("[[cues.verb]]\nlemma = 'hum'\nclass = 'sayy'", "3: [[cues.verb]]: no class 'sayy'; there are say,"),
        ("[[cues.verb]]\nlemma='hum'\nclass='say'\n" * 2, "5: [[cues.verb]]: 'hum' stands twice"),
        ("[[cues.adverb]]\nlemma = 'hum'", "1: unknown table 'cues.adverb'; there are verb,"),
        ("[[cues]]\nlemma = 'hum'", "1: 'cues' must hold tables"),
        ("cues = 1", "1: 'cues' must hold tables"),
        ("[cues]\n\nverb = [{lemma = 'x'}]", "3: [[cues.verb]]: 'class' is missing"),
        (
            "[[channels.verb]]\nlemmas=['x']\nlabel = 'telepathy'",
            "3: [[channels.verb]]: no label 'telepathy'",
        ),
        (
            "[[channels.evidence]]\nlabel = 'letter'\nwords = [\n  'x',\n]\nframes = ['inn']",
            "6: [[channels.evidence]]: no frame 'inn'; there are in,",
        ),
        (
            "[[channels.evidence]]\nlabel='letter'\nwords=['x']\nframes=['in']\nexamples=['a', 'b']",
            "5: [[channels.evidence]]: one example for each frame",
        ),
        (
            "[[channels.evidence]]\nlabel='letter'\nframes=['in']\nwords=['']",
            "4: [[channels.evidence]]: a word is",
        ),
        ("[telepathy]\n", "1: unknown table 'telepathy'; there are aliases,"),
        ("x = 1\ny = [", "2: Invalid value"),
        ("x = 1\nx = 2", "2: Cannot overwrite a value"),
        ('text = """\n[[outlet]]\n"""\n[[outlet]]\nname = 2', "1: unknown table 'text'"),
        (
            '[aliases]\n"A" = """\n[[outlet]]\n"""\n[[outlet]]\nname = 2',
            "6: [[outlet]]: 'name' must be str, is 2",
        ),
    ],
)
def test_faults_are_named_with_their_lines(text: str, said: str, tmp_path: Path) -> None:
    assert wrong(text, tmp_path).startswith(said)


def test_what_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "quotex.toml"
    path.write_bytes(b"[aliases]\n'A' = '\xff'")
    with pytest.raises(RuleError, match=r"quotex\.toml:2: not UTF-8"):
        read_config(path)
    path.write_bytes(b"#" * 300_000)
    with pytest.raises(RuleError, match="more than 256 KiB"):
        read_config(path)
    with pytest.raises(RuleError, match="no such file"):
        read_config(tmp_path / "none.toml")
    with pytest.raises(RuleError, match="is a directory"):
        read_config(tmp_path)


def test_line_ends_and_byte_order_marks_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "quotex.toml"
    path.write_bytes(b"\xef\xbb\xbf[aliases]\r\n\r\n'A' = 'B'\r\n")
    assert read_config(path).aliases == {"A": "B"}
    path.write_bytes(b"\xef\xbb\xbf[aliases]\r\n\r\n'A' = 1\r\n")
    with pytest.raises(RuleError, match="toml:3: "):
        read_config(path)


WORDS = st.sampled_from(
    "[[outlet]]|[[cues.verb]]|[aliases]|[[channels.evidence]]|[cues]|name|names|kind|label|words|frames|"
    'lemma|class|examples|=|"say"|"A"|"letter"|["in"]|["-"]|[]|{}|1|true|\n|\n|#|"""|,|[|]'.split("|")
)
VALUES: st.SearchStrategy[object] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(["say", "in"])),
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.dictionaries(
            st.sampled_from(["verb", "name", "lemma", "class", "words", "label", "frames", "examples"]),
            below,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


def toml(value: object) -> str:
    """A value as TOML writes it inline; nothing stands for None."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value).replace("\\u007f", "") if value is not None else '""'


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(WORDS, max_size=25).map(" ".join),
        st.dictionaries(st.sampled_from(["outlet", "aliases", "cues", "channels"]), VALUES, max_size=3).map(
            lambda tables: "\n".join(f"{name} = {toml(value)}" for name, value in tables.items())
        ),
    )
)
def test_any_text_is_a_config_or_a_rule_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quotex.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        complaint = ""
        try:
            read_config(path)
        except RuleError as error:
            complaint = str(error)
        assert not complaint or regex.fullmatch(r".+?quotex\.toml:\d+: .+", complaint, regex.DOTALL)


@given(
    st.lists(
        st.sampled_from(['k = """\n[[x]]\n"""', "[[x]]", "[y.z]", "l = [\n[1],\n]", "# [[x]]", ""]),
        max_size=9,
    )
)
def test_rows_stand_where_their_headers_are(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = text.split("\n")
    numbers = [Lines(text).row(("x",), n) for n in range(len(table.get("x", ())))]
    assert numbers == sorted(set(numbers))
    assert all(lines[n - 1] == "[[x]]" for n in numbers)


def test_parses_stay_valid_unless_sentences_are_picked_anew(own: Config, tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    parser = parser_on_demand(threads=1, cache=cache)

    def kept() -> int:
        return len(list(tmp_path.glob("*/*")))

    Extractor(parser).extract(ARTICLE)
    assert kept() == 1
    names = Config(aliases={"Guaidó": "Juan Guaido"}, outlets=(Outlet("Quillfax"),))
    Extractor(parser, config=names).extract(ARTICLE)
    assert kept() == 1
    Extractor(parser, config=own).extract(ARTICLE)
    assert kept() == 2


def test_languages_are_equal_if_their_rows_are(own: Config, tmp_path: Path) -> None:
    (tmp_path / "q.toml").write_text("\n\n" + EXAMPLE, encoding="utf-8")
    again = read_config(tmp_path / "q.toml").language
    assert again == own.language
    assert cue_rules(again) is cue_rules(own.language)
    assert own.language not in (
        ENGLISH,
        read_config_of('[[cues.verb]]\nlemma="x"\nclass="say"', tmp_path).language,
    )
    assert copy.deepcopy(own) == own == pickle.loads(pickle.dumps(own))


def read_config_of(text: str, folder: Path) -> Config:
    (folder / "other.toml").write_text(text, encoding="utf-8")
    return read_config(folder / "other.toml")


def test_commands_find_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"URL: {ADDRESS}\n\n{ARTICLE}", encoding="utf-8")
    Path("b.txt").write_text(f"Outlet: The Other\n\n{ARTICLE}", encoding="utf-8")
    runner = CliRunner()
    bare = runner.invoke(cli, ["extract", "-v", "a.txt", "b.txt", "-o", "bare.jsonl"])
    assert "no quotex.toml" in bare.stderr
    assert re.search(r"^quotex: 2 articles, \d quotations, [\d.]+ seconds$", bare.stderr, re.MULTILINE)
    Path("quotex.toml").write_text(
        EXAMPLE + '[[outlet]]\nname = "The Other"\nfamily = "Vell Media"\n', "utf-8"
    )
    run = runner.invoke(cli, ["extract", "-v", "a.txt"])
    assert "using quotex.toml" in run.stderr
    assert "Juan Guaido" in run.stdout
    assert "using" not in runner.invoke(cli, ["extract", "a.txt"]).stderr
    Path("elsewhere.toml").write_text("[aliases]\n'Guaidó' = 'G.'", encoding="utf-8")
    other = runner.invoke(cli, ["extract", "-v", "--config", "elsewhere.toml", "a.txt"])
    assert "using elsewhere.toml" in other.stderr
    assert ",G.," in other.stdout
    # What was extracted before the file was there gets its names from it too, and families count once.
    runner.invoke(cli, ["track", "bare.jsonl", "-o", "out", "--no-translations"])
    rows = {row["quote"]: row for row in quotex.read_csv("out/passages.csv")}
    heard = rows["Nobody heard us"]
    assert (heard["speaker"], heard["n_outlets"], heard["n_independent"]) == ("Juan Guaido", "2", "1")
    assert "The Capital Ledger" in runner.invoke(cli, ["audit", "bare.jsonl"]).stdout


def test_a_store_keeps_the_names_that_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"URL: {ADDRESS}\n\n{ARTICLE}", encoding="utf-8")
    Path("quotex.toml").write_text(EXAMPLE, encoding="utf-8")
    arguments = ["track", "a.txt", "--store", "all.db", "-o", "out", "--no-translations", "--jobs", "1"]
    for _ in range(2):
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 0, done.output
        rows = quotex.read_csv("out/appearances.csv")
        assert len(rows) == 3
        assert {row["outlet"] for row in rows} == {"The Capital Ledger"}
        assert "Juan Guaido" in {row["speaker"] for row in rows}


def test_a_bad_file_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "q.toml"
    path.write_text("[[cues.verb]]\nlemma = 'x'", encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    for command in ("extract", "track", "audit"):
        done = CliRunner().invoke(cli, [command, "--config", str(path), str(tmp_path / "a.txt")])
        assert done.exit_code == 2
        assert f"{path}:1: [[cues.verb]]: 'class' is missing" in done.stderr.replace("\n", " ")
