// Words and figures for readers.
const grouping = new Intl.NumberFormat("en");
const number = (n) => grouping.format(n);
const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : "–");

const LABELS = {
  unspecified: "Not told", unnamed_person: "Unnamed person", tweet: "Tweet", article: "Own writing",
  first_hand: "First hand", second_hand: "Second hand", own: "Own interviews", other_outlet: "Interviews of others",
  female: "She, Ms", male: "He, Mr", they: "They", conflicting: "Contradictory", not_shown: "Not shown",
  unknown: "Unknown", possible_translation: "Possibly another translation", number_changed: "A number changed",
  negation_changed: "A negation changed", substituted: "Other words", truncated: "Shortened at an end",
  elided: "Words left out", bracketed: "Words in brackets", reordered: "Other order", split: "Told in pieces",
  negated: "Not said", hypothetical: "Not yet said", denied: "Denies this",
  orthographic: "Other spelling", identical: "Word for word", possible_misquote: "Words differ",
  speaker_differs: "Speakers differ", channel_differs: "Channels differ",
};

function label(name) {
  const known = LABELS[name];
  if (known) return known;
  const words = String(name).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const MONTHS = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

// 2026-03-17T21:40 as "17 March 2026": by its figures, so that no time zone can move it.
function day(iso, short = false) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(iso || "");
  if (!parts) return iso || "";
  const [, year, month, date] = parts;
  const named = month ? MONTHS[Number(month) - 1] || month : "";
  return [date ? Number(date) : "", named, short ? "" : year].filter((part) => part !== "").join(" ");
}

function time(iso) {
  const clock = /T(\d\d:\d\d)/.exec(iso || "");
  return clock ? `${day(iso)}, ${clock[1]}` : day(iso);
}

const dated = (iso, full) => el("time", { datetime: iso || null }, full ? time(iso) : day(iso));

function role(speaker) {
  const first = speaker.roles && speaker.roles[0];
  return first ? first.charAt(0).toUpperCase() + first.slice(1) : "";
}

const KINDS = { direct: "Direct", mixed: "Partly quoted", indirect: "Indirect" };

// A direct quotation stands in marks, as it would in print; the others bring their own.
const said = (quote, attributes = {}) =>
  el("q", { ...attributes, class: `said ${quote.kind} ${attributes.class || ""}` }, pieces(quote));

// What was said in pieces ("A," she said. "B.") reads as pieces: the marks close and open again between them.
function pieces(quote) {
  const lengths = quote.kind === "direct" ? (quote.content || []).map(([start, end]) => end - start) : [];
  if (lengths.length < 2 || lengths.reduce((sum, length) => sum + length + 1, -1) !== quote.quote.length) return quote.quote;
  let at = 0;
  return lengths.map((length, n) => {
    const piece = quote.quote.slice(at, at + length);
    at += length + 1;
    return n ? [el("span", { class: "gap" }, " "), piece] : piece;
  });
}

// Who denies that something is so, or did not say it, must not seem to have said that it is.
const denied = (quote) => (quote.flags || []).includes("denied");

function stance(quote) {
  if (!denied(quote) && quote.polarity === "asserted") return null;
  return el("span", { class: "flag stance" }, label(denied(quote) ? "denied" : quote.polarity));
}

const chip = (channel, inherited) =>
  el("span", { class: `chip f-${familyOf.get(channel) || "unspecified"}` }, label(channel),
    inherited && el("span", { class: "hint", title: "Told elsewhere in the article" }, " (from context)"));

const doubt = (quote) =>
  doubtful(quote) && el("span", { class: "doubt" }, `Low confidence: ${percent(quote.confidence, 1)}`);

const flagged = (flag) => el("span", { class: `flag ${flag}` }, label(flag));

// --- CSV, as `quotex extract` writes it -------------------------------------------------------------

const OWN = { title: "title", url: "url", article_id: "id", outlet: "outlet", published: "published" };

function cellOf(quote, column) {
  if (column in OWN) return quote.article[OWN[column]] ?? "";
  if (column === "channel_inherited") return quote.channel_inherited ? "true" : "false";
  const value = quote[column] ?? "";
  if (Array.isArray(value)) return value.join(" | ");
  if (column === "confidence" && Number.isInteger(value)) return value.toFixed(1);
  return String(value);
}

// A cell that a spreadsheet could run gets an apostrophe in front, as everywhere in quotex.
const guard = (cell) => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function csv(rows) {
  const lines = [DATA.columns.join(",")];
  for (const quote of rows) lines.push(DATA.columns.map((column) => quoted(guard(cellOf(quote, column)))).join(","));
  return `${lines.join("\n")}\n`;
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
