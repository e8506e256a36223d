// Speakers: who they are, and all that each of them said over time.
const SPEAKER_HEADS = [["name", "Speaker"], ["class", "Class"], ["count", "Quotations"], ["outlets", "Outlets"], ["channels", "Channels"]];

function speakersView(params) {
  const body = el("tbody");
  const whole = Math.max(1, ...speakers.map((s) => s.quotes.length));
  const present = new Set(speakers.map((s) => s.class));
  const row = (s) => el("tr", {},
    el("th", { scope: "row", class: "c-name" }, inward(`speaker/${s.n}`, {}, s.name), role(s) && el("small", {}, role(s))),
    el("td", { class: "c-class" }, classShort.get(s.class) || label(s.class)),
    el("td", { class: "c-count figure" }, number(s.quotes.length)),
    el("td", { class: "c-outlets figure" }, number(s.outlets.size)),
    el("td", { class: "c-channels plot" }, bar(byFamily(s.quotes), whole)));
  const { form, count, after } = searchable(params, speakers, {
    what: "speaker", words: "Name or role", into: body, make: row, step: 80,
    hay: (s) => [s.name, ...(s.names || []), ...(s.roles || [])].join(" "),
    by: {
      name: "class", title: "Class", of: (s) => s.class,
      options: DATA.classes.filter((c) => present.has(c.name)).map((c) => [c.name, c.title]),
    },
  });
  return [
    el("h2", { tabindex: "-1" }, "Speakers"), form, count, familyKeys(),
    el("table", { class: "speakers" }, el("caption", { class: "unseen" }, "Speakers, the most quoted first"),
      el("thead", {}, el("tr", {}, SPEAKER_HEADS.map(([key, text]) => el("th", { scope: "col", class: `c-${key}` }, text)))), body),
    after,
  ];
}

function speakerView(index) {
  const speaker = speakers[index];
  if (!speaker) return missing("speaker");
  const told = [
    ["Roles", (speaker.roles || []).join("; ")],
    ["Also named", (speaker.names || []).join("; ")],
    ["Kind", label(speaker.type)],
    ["Class", classTitle.get(speaker.class)],
    ["Gender, as the texts show it", speaker.gender && label(speaker.gender)],
    ["Outlets", [...speaker.outlets].join(", ")],
  ].filter(([, value]) => value);
  const over = [...speaker.quotes].sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : a.n - b.n));
  const list = el("ol", { class: "record" });
  return [
    el("p", { class: "crumb" }, inward("speakers", {}, "Speakers")),
    el("h2", { class: "full-name", tabindex: "-1" }, speaker.name),
    role(speaker) && el("p", { class: "dek" }, role(speaker)),
    el("div", { class: "grid two-one" },
      section(plural(speaker.quotes.length, "quotation"), null, familyKeys(), timeline(speaker.quotes, 130)),
      el("section", {}, el("dl", { class: "facts" }, told.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
        inward(`quotations?speaker=${speaker.n}`, { class: "all" }, "In the table of quotations"))),
    el("h3", {}, "All that was quoted, oldest first"),
    list, growing(list, over, recordItem, 60, "quotations"),
  ];
}

function recordItem(quote) {
  return el("li", { class: `f-${family(quote)}${doubtful(quote) ? " low" : ""}` },
    el("div", { class: "when" }, dated(quote.published), el("span", {}, quote.outlet)),
    el("div", { class: "what" }, inward(`article/${quote.a}/${quote.n}`, {}, said(quote)),
      el("p", { class: "byline" }, stance(quote), " ", chip(quote.channel, quote.channel_inherited), quote.venue && ` ${quote.venue}`,
        (quote.via || []).length > 0 && ` via ${quote.via.join(", ")}`, doubt(quote)),
      quote.passage && el("p", { class: "byline" }, inward(`passage/${quote.passage.n}`, {},
        `Printed ${number(quote.passage.printed.length)} times`), quote.passage.flags && quote.passage.flags.map(flagged))));
}

function missing(what) {
  return [el("h2", { tabindex: "-1" }, `No such ${what}`), el("p", {}, inward("overview", {}, "To the overview"))];
}
