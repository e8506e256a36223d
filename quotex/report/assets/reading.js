// One article with its quotations marked in place, numbered like notes, and a card for the chosen one.
const CLOSING = /[”"’'»,.;:!?)]/;

function articleView(index, chosen) {
  const article = articles[index];
  if (!article) return missing("article");
  const text = textOf(article);
  const pieces = new Map(article.quotes.map((q) => [q.n, []]));
  const notes = new Map();
  const card = el("aside", { class: "card", "aria-label": "The chosen quotation" });
  const shown = { n: null };

  function choose(n, scroll) {
    for (const element of pieces.get(shown.n) || []) element.classList.remove("on");
    notes.get(shown.n)?.setAttribute("aria-pressed", "false");
    shown.n = n;
    card.classList.toggle("open", n !== null);
    if (n === null) {
      card.replaceChildren(hint());
      history.replaceState(null, "", `#article/${article.n}`);
      return;
    }
    for (const element of pieces.get(n) || []) element.classList.add("on");
    notes.get(n)?.setAttribute("aria-pressed", "true");
    card.replaceChildren(...cardOf(quotes[n], step, () => {
      notes.get(n)?.focus();
      choose(null);
    }));
    history.replaceState(null, "", `#article/${article.n}/${n}`);
    announce(`Quotation ${place(n) + 1} of ${article.quotes.length}: ${quotes[n].name || "nobody named"}`);
    const first = (pieces.get(n) || []).find((element) => element.classList.contains("quote")) || notes.get(n);
    if (scroll && first) first.scrollIntoView({ block: "center" });
  }

  const place = (n) => article.quotes.findIndex((q) => q.n === n);
  function step(by) {
    const next = article.quotes[place(shown.n) + by];
    if (next) {
      choose(next.n, true);
      notes.get(next.n)?.focus({ preventScroll: true });
    }
  }
  const hint = () => el("p", { class: "hint" }, article.quotes.length
    ? "Choose a marked quotation, or its number, to see what was read of it." : "No quotation was found in this article.");

  const body = el("div", { class: "story" }, text ? paragraphs(article, text, pieces, notes, choose)
    : el("p", { class: "empty" }, "The report was made from quotations alone: the article's text is not in it."));
  body.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-q]");
    if (mark && !getSelection().toString()) choose(Number(mark.dataset.q));
  });
  const list = el("ol", { class: "endnotes" }, article.quotes.map((quote, n) =>
    el("li", { class: `f-${family(quote)}` },
      el("button", { type: "button", class: "link", onclick: () => choose(quote.n, true) }, `${n + 1}`), " ",
      quote.s >= 0 ? inward(`speaker/${quote.s}`, {}, quote.name) : "Nobody named", " ", chip(quote.channel, quote.channel_inherited), " ", said(quote, { class: "clamp" }), stance(quote), doubt(quote))));
  queueMicrotask(() => (chosen === undefined || !quotes[chosen] ? choose(null) : choose(Number(chosen), true)));
  return [
    el("p", { class: "crumb" }, inward("articles", {}, "Articles")),
    el("article", { class: "reading", onkeydown: (event) => event.key === "Escape" && choose(null) },
      el("header", {},
        el("p", { class: "overline" }, article.outlet || "Outlet unknown", " ", dated(article.published, true)),
        el("h2", { tabindex: "-1" }, headline(article)),
        el("p", { class: "byline" }, article.author && `${article.author} · `, article.url ? outward(article.url, article.url.replace(/^https?:\/\//, "").slice(0, 80)) : article.id),
        el("p", { class: "marks" }, "Marked: ", el("mark", { class: "quote" }, "quotation"), " ", el("span", { class: "who" }, "speaker"), " ",
          el("span", { class: "cue" }, "cue"), " ", el("span", { class: "evidence" }, "sign of the channel"), " ", el("mark", { class: "quote low" }, "low confidence"))),
      body, card,
      article.quotes.length ? el("section", { class: "notes" }, el("h3", {}, "The quotations, in order"), list) : null),
  ];
}

// The text in paragraphs; offsets are those of the whole text.
function paragraphs(article, text, pieces, notes, choose) {
  const spans = article.quotes.flatMap((quote) => [
    ...(quote.content || []).map(([s, e]) => ({ s, e, quote, as: "quote" })),
    ...(quote.source || []).map(([s, e]) => ({ s, e, quote, as: "who" })),
    ...(quote.cues || []).map(([s, e]) => ({ s, e, quote, as: "cue" })),
    ...(quote.evidence || []).map(([s, e]) => ({ s, e, quote, as: "evidence" })),
  ]).filter(({ s, e }) => s < e && e <= text.length);
  const numbers = article.quotes.map((quote, n) => {
    let at = (quote.content || [[0, 0]]).at(-1)[1];
    while (at < text.length && CLOSING.test(text[at])) at += 1;
    return { at, quote, n };
  });
  const out = [];
  for (const found of text.matchAll(/[^\n\r]+/g)) {
    const start = found.index, end = start + found[0].length;
    if (!found[0].trim()) continue;
    const here = spans.filter(({ s, e }) => s < end && e > start);
    const own = numbers.filter(({ at }) => at > start && at <= end);
    const cuts = [...new Set([start, end, ...here.flatMap(({ s, e }) => [Math.max(s, start), Math.min(e, end)]), ...own.map(({ at }) => at)])].sort((a, b) => a - b);
    const line = el("p");
    cuts.forEach((cut, n) => {
      for (const { at, quote, n: order } of own) if (at === cut) line.append(note(quote, order, notes, choose));
      const to = cuts[n + 1];
      if (to !== undefined) line.append(piece(text.slice(cut, to), here.filter(({ s, e }) => s <= cut && e >= to), pieces));
    });
    out.push(line);
  }
  return out;
}

function piece(text, covering, pieces) {
  if (!covering.length) return text;
  // Of quotations in one another the innermost answers to a click.
  const contents = covering.filter((c) => c.as === "quote").sort((a, b) => a.e - a.s - (b.e - b.s));
  const main = contents[0] || covering[0];
  const classes = new Set(covering.map((c) => c.as));
  if (contents.some((c) => doubtful(c.quote))) classes.add("low");
  if (contents.length > 1) classes.add("nested");
  const element = el(contents.length ? "mark" : "span", { class: `f-${family(main.quote)} ${[...classes].join(" ")}`, "data-q": main.quote.n }, text);
  for (const { quote } of covering) pieces.get(quote.n).push(element);
  return element;
}

function note(quote, order, notes, choose) {
  const button = el("button", { type: "button", class: `number f-${family(quote)}`, "aria-pressed": "false",
    "aria-label": `Quotation ${order + 1}: ${quote.name || "nobody named"}, ${label(quote.channel)}${doubtful(quote) ? ", low confidence" : ""}`,
    onclick: (event) => { event.stopPropagation(); choose(quote.n); } }, `${order + 1}`);
  notes.set(quote.n, button);
  return button;
}

function cardOf(quote, step, close) {
  const speaker = speakers[quote.s];
  const own = quote.article.quotes;
  const at = own.indexOf(quote);
  const facts = [
    ["Channel", el("span", {}, chip(quote.channel, quote.channel_inherited))],
    ["Sign of it", quote.channel_evidence && `“${quote.channel_evidence}”`],
    ["Occasion", quote.venue], ["Said to", quote.addressee], ["Said on", quote.said_on && `${day(quote.said_on)}${quote.said_on_text ? ` (“${quote.said_on_text}”)` : ""}`],
    ["Second hand, via", (quote.via || []).join(", ")], ["Written as", quote.mention && `“${quote.mention}”`],
    ["Cue", quote.cue && `“${quote.cue}”`], ["Kind", KINDS[quote.kind]], ["Uttered", label(quote.polarity)],
    ["Original language", quote.original_language], ["Remarks", (quote.flags || []).map(label).join(", ")],
  ].filter(([, value]) => value);
  return [
    el("div", { class: "card-head" },
      el("span", {}, `Quotation ${at + 1} of ${own.length}`),
      el("button", { type: "button", class: "quiet", disabled: at === 0, onclick: () => step(-1), "aria-label": "Previous quotation" }, "‹"),
      el("button", { type: "button", class: "quiet", disabled: at === own.length - 1, onclick: () => step(1), "aria-label": "Next quotation" }, "›"),
      el("button", { type: "button", class: "quiet", onclick: close, "aria-label": "Close the card" }, "×")),
    el("h3", {}, speaker ? inward(`speaker/${speaker.n}`, {}, speaker.name) : "Nobody named"),
    quote.speaker_role && el("p", { class: "role" }, quote.speaker_role),
    doubt(quote),
    el("blockquote", { class: `f-${family(quote)}` }, said(quote)), stance(quote),
    el("dl", { class: "facts" }, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    quote.passage && el("p", {}, inward(`passage/${quote.passage.n}`, { class: "all" }, `Printed ${number(quote.passage.printed.length)} times`),
      quote.passage.flags && [" ", quote.passage.flags.map(flagged)]),
    el("details", {}, el("summary", {}, "Every field"),
      el("dl", { class: "fields" }, DATA.columns.map((column) => [el("dt", {}, column), el("dd", {}, cellOf(quote, column) || "–")]))),
  ].filter(Boolean);
}
