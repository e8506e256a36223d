-- A store as schema version 1 wrote it (extract and track of three invented articles). Never edited: stores like
-- it exist. The full-text tables fill themselves through the triggers.

CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    outlet TEXT, published TEXT, title TEXT, url TEXT, author TEXT, language TEXT,
    text TEXT NOT NULL,
    checksum TEXT NOT NULL,
    UNIQUE (article_id, version)
);
CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL;
CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    article_key INTEGER NOT NULL REFERENCES articles (key),
    quote_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    outlet TEXT, published TEXT, speaker TEXT, speaker_role TEXT, speaker_type TEXT,
    channel TEXT, kind TEXT, quote TEXT NOT NULL, polarity TEXT, confidence REAL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (article_key, quote_id)
);
CREATE INDEX quotes_by_id ON quotes (quote_id);
CREATE INDEX quotes_by_speaker ON quotes (speaker);
CREATE TABLE passages (
    passage_id TEXT PRIMARY KEY,
    quote TEXT NOT NULL, speaker TEXT, outlets TEXT NOT NULL,
    n_outlets INTEGER NOT NULL, n_articles INTEGER NOT NULL, n_independent INTEGER NOT NULL,
    first_outlet TEXT, first_published TEXT, last_published TEXT,
    n_variants INTEGER NOT NULL, flags TEXT NOT NULL, rank INTEGER NOT NULL
);
CREATE TABLE appearances (
    passage_id TEXT NOT NULL REFERENCES passages (passage_id),
    quote_key INTEGER NOT NULL REFERENCES quotes (key),
    article_id TEXT NOT NULL, quote_id TEXT NOT NULL,
    outlet TEXT, published TEXT, speaker TEXT, channel TEXT, quote TEXT NOT NULL,
    relation TEXT NOT NULL, differences TEXT NOT NULL, similarity REAL NOT NULL,
    passage_offset INTEGER NOT NULL, first_seen INTEGER NOT NULL, copied_article INTEGER NOT NULL,
    speaker_differs INTEGER NOT NULL, channel_differs INTEGER NOT NULL, url TEXT,
    place INTEGER NOT NULL,
    PRIMARY KEY (passage_id, place)
) WITHOUT ROWID;
CREATE INDEX appearances_by_quote ON appearances (quote_id);
CREATE TABLE vectors (checksum TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE quotes_search USING fts5(
    quote, speaker, content='quotes', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER quotes_found AFTER INSERT ON quotes BEGIN
    INSERT INTO quotes_search (rowid, quote, speaker) VALUES (new.key, new.quote, new.speaker);
END;
CREATE VIRTUAL TABLE articles_search USING fts5(
    title, text, content='articles', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_found AFTER INSERT ON articles BEGIN
    INSERT INTO articles_search (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
INSERT INTO facts VALUES ('passages_of', '2d14012e598fc1e81f7de22cc172326c60d4794bd20ddd6620d9d5d157a1b185');
INSERT INTO articles VALUES (1, 'courier/ferry', 1, 0, 'Vell Courier', '2026-03-03', 'Ferry to stop for winter', 'https://courier.example/ferry', NULL, 'en', '"The ferry will not sail again before April," said Ines Ferrol, the harbour master, in a statement on Tuesday.

She added that "nobody will lose a day''s pay".', '3d90d017b2855860c12ee086fb5e76f0263b6a5e585e90208bb8f96b8546bfe1');
INSERT INTO articles VALUES (2, 'radio/ferry', 1, 1, 'Radio Vest', '2026-03-04', NULL, 'https://radio.example/ferry', 'Oskar Lind', 'en', 'Ines Ferrol, the harbour master, said: “The ferry will not sail again before May.” The town’s mayor, Anneke Dahl, called the decision “a gift to the bus companies”.', '4f77ec8f5af994b088c63d750286585b4bdf8735a9e95fad98e73146ff7ed8eb');
INSERT INTO articles VALUES (3, 'courier/ferry', 2, 1, 'Vell Courier', '2026-03-03', 'Ferry to stop for winter', 'https://courier.example/ferry', NULL, 'en', '"The ferry will not sail again before late April," said Ines Ferrol, the harbour master, in a statement on Tuesday.

She added that "nobody will lose a day''s pay".', '48d1f3e99ab59c8f11f0431a00ca02d80bf011f3f58840a4b95abedd5650f500');
INSERT INTO quotes VALUES (1, 1, 'q9112cd154245c347', 'courier/ferry', 'Vell Courier', '2026-03-03', 'Ines Ferrol', NULL, 'person', 'statement', 'direct', 'The ferry will not sail again before April', 'asserted', 0.902, 1, 43, '{"outlet": "Vell Courier", "published": "2026-03-03", "title": "Ferry to stop for winter", "speaker": "Ines Ferrol", "speaker_role": null, "speaker_type": "person", "channel": "statement", "kind": "direct", "quote": "The ferry will not sail again before April", "verbatim": ["The ferry will not sail again before April"], "cue": "said", "mention": "Ines Ferrol, the harbour master", "via": [], "addressee": null, "venue": null, "said_on": "2026-03-03", "polarity": "asserted", "original_language": null, "channel_evidence": "in a statement on Tuesday", "channel_inherited": false, "confidence": 0.902, "rule": "quotation-before", "flags": [], "url": "https://courier.example/ferry", "article_id": "courier/ferry", "quote_id": "q9112cd154245c347", "start": 1, "end": 43, "content": [[1, 43]], "source": [[51, 82]], "cue_spans": [[46, 50]], "channel_evidence_span": [84, 109], "cue_lemma": "say", "said_on_text": "Tuesday"}');
INSERT INTO quotes VALUES (2, 1, 'qc5fc83fea808e934', 'courier/ferry', 'Vell Courier', '2026-03-03', 'Ines Ferrol', NULL, 'person', 'statement', 'direct', 'nobody will lose a day''s pay', 'asserted', 0.892, 128, 156, '{"outlet": "Vell Courier", "published": "2026-03-03", "title": "Ferry to stop for winter", "speaker": "Ines Ferrol", "speaker_role": null, "speaker_type": "person", "channel": "statement", "kind": "direct", "quote": "nobody will lose a day''s pay", "verbatim": ["nobody will lose a day''s pay"], "cue": "added", "mention": "She", "via": [], "addressee": null, "venue": null, "said_on": null, "polarity": "asserted", "original_language": null, "channel_evidence": "in a statement on Tuesday", "channel_inherited": true, "confidence": 0.892, "rule": "quotation-behind", "flags": [], "url": "https://courier.example/ferry", "article_id": "courier/ferry", "quote_id": "qc5fc83fea808e934", "start": 128, "end": 156, "content": [[128, 156]], "source": [[112, 115]], "cue_spans": [[116, 121]], "channel_evidence_span": [84, 109], "cue_lemma": "add", "said_on_text": null}');
INSERT INTO quotes VALUES (3, 2, 'q541c7ce8e004ccaf', 'radio/ferry', 'Radio Vest', '2026-03-04', 'Ines Ferrol', NULL, 'person', 'unspecified', 'direct', 'The ferry will not sail again before May.', 'asserted', 0.911, 40, 81, '{"outlet": "Radio Vest", "published": "2026-03-04", "title": null, "speaker": "Ines Ferrol", "speaker_role": null, "speaker_type": "person", "channel": "unspecified", "kind": "direct", "quote": "The ferry will not sail again before May.", "verbatim": ["The ferry will not sail again before May."], "cue": "said", "mention": "Ines Ferrol, the harbour master", "via": [], "addressee": null, "venue": null, "said_on": null, "polarity": "asserted", "original_language": null, "channel_evidence": null, "channel_inherited": false, "confidence": 0.911, "rule": "quotation-behind", "flags": [], "url": "https://radio.example/ferry", "article_id": "radio/ferry", "quote_id": "q541c7ce8e004ccaf", "start": 40, "end": 81, "content": [[40, 81]], "source": [[0, 31]], "cue_spans": [[33, 37]], "channel_evidence_span": null, "cue_lemma": "say", "said_on_text": null}');
INSERT INTO quotes VALUES (4, 2, 'qe614e2ea57571bd2', 'radio/ferry', 'Radio Vest', '2026-03-04', 'Anneke Dahl', 'town’s mayor', 'person', 'unspecified', 'mixed', 'the decision “a gift to the bus companies”', 'asserted', 0.838, 121, 163, '{"outlet": "Radio Vest", "published": "2026-03-04", "title": null, "speaker": "Anneke Dahl", "speaker_role": "town\u2019s mayor", "speaker_type": "person", "channel": "unspecified", "kind": "mixed", "quote": "the decision \u201ca gift to the bus companies\u201d", "verbatim": ["a gift to the bus companies"], "cue": "called", "mention": "The town\u2019s mayor, Anneke Dahl", "via": [], "addressee": null, "venue": null, "said_on": null, "polarity": "asserted", "original_language": null, "channel_evidence": null, "channel_inherited": false, "confidence": 0.838, "rule": "predicate", "flags": [], "url": "https://radio.example/ferry", "article_id": "radio/ferry", "quote_id": "qe614e2ea57571bd2", "start": 121, "end": 163, "content": [[121, 163]], "source": [[83, 112]], "cue_spans": [[114, 120]], "channel_evidence_span": null, "cue_lemma": "call", "said_on_text": null}');
INSERT INTO quotes VALUES (5, 3, 'q295c1faaad74b974', 'courier/ferry', 'Vell Courier', '2026-03-03', 'Ines Ferrol', NULL, 'person', 'statement', 'direct', 'The ferry will not sail again before late April', 'asserted', 0.902, 1, 48, '{"outlet": "Vell Courier", "published": "2026-03-03", "title": "Ferry to stop for winter", "speaker": "Ines Ferrol", "speaker_role": null, "speaker_type": "person", "channel": "statement", "kind": "direct", "quote": "The ferry will not sail again before late April", "verbatim": ["The ferry will not sail again before late April"], "cue": "said", "mention": "Ines Ferrol, the harbour master", "via": [], "addressee": null, "venue": null, "said_on": "2026-03-03", "polarity": "asserted", "original_language": null, "channel_evidence": "in a statement on Tuesday", "channel_inherited": false, "confidence": 0.902, "rule": "quotation-before", "flags": [], "url": "https://courier.example/ferry", "article_id": "courier/ferry", "quote_id": "q295c1faaad74b974", "start": 1, "end": 48, "content": [[1, 48]], "source": [[56, 87]], "cue_spans": [[51, 55]], "channel_evidence_span": [89, 114], "cue_lemma": "say", "said_on_text": "Tuesday"}');
INSERT INTO quotes VALUES (6, 3, 'q37224989c51d8270', 'courier/ferry', 'Vell Courier', '2026-03-03', 'Ines Ferrol', NULL, 'person', 'statement', 'direct', 'nobody will lose a day''s pay', 'asserted', 0.892, 133, 161, '{"outlet": "Vell Courier", "published": "2026-03-03", "title": "Ferry to stop for winter", "speaker": "Ines Ferrol", "speaker_role": null, "speaker_type": "person", "channel": "statement", "kind": "direct", "quote": "nobody will lose a day''s pay", "verbatim": ["nobody will lose a day''s pay"], "cue": "added", "mention": "She", "via": [], "addressee": null, "venue": null, "said_on": null, "polarity": "asserted", "original_language": null, "channel_evidence": "in a statement on Tuesday", "channel_inherited": true, "confidence": 0.892, "rule": "quotation-behind", "flags": [], "url": "https://courier.example/ferry", "article_id": "courier/ferry", "quote_id": "q37224989c51d8270", "start": 133, "end": 161, "content": [[133, 161]], "source": [[117, 120]], "cue_spans": [[121, 126]], "channel_evidence_span": [89, 114], "cue_lemma": "add", "said_on_text": null}');
INSERT INTO passages VALUES ('p2abccb4aafbb335c', 'the decision “a gift to the bus companies”', 'Anneke Dahl', '["Radio Vest"]', 1, 1, 1, 'Radio Vest', '2026-03-04', '2026-03-04', 1, '[]', 2);
INSERT INTO passages VALUES ('p35e90589fcc5eaf1', 'The ferry will not sail again before late April', 'Ines Ferrol', '["Vell Courier", "Radio Vest"]', 2, 2, 2, 'Vell Courier', '2026-03-03', '2026-03-04', 2, '[]', 0);
INSERT INTO passages VALUES ('pcdfb42290e732584', 'nobody will lose a day''s pay', 'Ines Ferrol', '["Vell Courier"]', 1, 1, 1, 'Vell Courier', '2026-03-03', '2026-03-03', 1, '[]', 1);
INSERT INTO appearances VALUES ('p2abccb4aafbb335c', 4, 'radio/ferry', 'qe614e2ea57571bd2', 'Radio Vest', '2026-03-04', 'Anneke Dahl', 'unspecified', 'the decision “a gift to the bus companies”', 'identical', '[]', 1.0, 0, 1, 0, 0, 0, 'https://radio.example/ferry', 0);
INSERT INTO appearances VALUES ('p35e90589fcc5eaf1', 3, 'radio/ferry', 'q541c7ce8e004ccaf', 'Radio Vest', '2026-03-04', 'Ines Ferrol', 'unspecified', 'The ferry will not sail again before May.', 'substituted', '[["late", "May"], ["April", ""]]', 0.886, 0, 0, 0, 0, 0, 'https://radio.example/ferry', 1);
INSERT INTO appearances VALUES ('p35e90589fcc5eaf1', 5, 'courier/ferry', 'q295c1faaad74b974', 'Vell Courier', '2026-03-03', 'Ines Ferrol', 'statement', 'The ferry will not sail again before late April', 'identical', '[]', 1.0, 0, 1, 0, 0, 0, 'https://courier.example/ferry', 0);
INSERT INTO appearances VALUES ('pcdfb42290e732584', 6, 'courier/ferry', 'q37224989c51d8270', 'Vell Courier', '2026-03-03', 'Ines Ferrol', 'statement', 'nobody will lose a day''s pay', 'identical', '[]', 1.0, 0, 1, 0, 0, 0, 'https://courier.example/ferry', 0);
PRAGMA user_version = 1;
