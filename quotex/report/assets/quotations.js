// All quotations: filtered, sorted, saved.
const STEP = 40;
const FIRST = 12;

const SORTS = {
  quote: (q) => fold(q.quote),
  speaker: (q) => fold(q.name) || "\uffff",
  channel: (q) => label(q.channel),
  outlet: (q) => fold(q.outlet),
  published: (q) => q.published,
  confidence: (q) => q.confidence,
};
const HEADS = [
  ["quote", "Quotation"], ["speaker", "Speaker"], ["channel", "Channel"], ["outlet", "Outlet"],
  ["published", "Date"], ["confidence", "Confidence"],
];

// What a search looks through, made ready once.
function haystack(quote) {
  quote.hay ??= fold([quote.quote, quote.name, quote.speaker_role, quote.mention, quote.article.title, quote.venue, quote.addressee,
    (quote.via || []).join(" ")].filter(Boolean).join(" \n "));
  return quote.hay;
}

// Made in the pauses before anybody types.
function prepare(from = 0) {
  const end = Math.min(quotes.length, from + 500);
  for (let n = from; n < end; n += 1) haystack(quotes[n]);
  if (end < quotes.length) requestIdleCallback(() => prepare(end), { timeout: 2000 });
}

function matching(all, wanted) {
  const words = fold(wanted.text || "").split(/\s+/).filter(Boolean);
  const until = wanted.to ? `${wanted.to}~` : "";
  return all.filter((q) =>
    (!wanted.speaker || String(q.s) === wanted.speaker) &&
    (!wanted.channel || q.channel === wanted.channel || family(q) === wanted.channel.slice(1)) &&
    (!wanted.outlet || q.outlet === wanted.outlet) &&
    (!wanted.kind || q.kind === wanted.kind || (wanted.kind === "denial" && denied(q))) &&
    (!wanted.from || (q.published && q.published >= wanted.from)) &&
    (!until || (q.published && q.published <= until)) &&
    (!wanted.sure || q.confidence >= Number(wanted.sure)) &&
    (!wanted.below || doubtful(q)) &&
    words.every((word) => haystack(q).includes(word)));
}

// All quotations in an order, kept: what a filter leaves of them needs no sorting.
const orders = new Map();

function ordered(sort) {
  if (!orders.has(sort)) orders.set(sort, sorted(sort));
  return orders.get(sort);
}

function sorted(sort) {
  const descending = sort.startsWith("-");
  const key = SORTS[sort.replace("-", "")];
  if (!key) return quotes;
  const keyed = quotes.map((q) => [key(q), q]);
  keyed.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1].n - b[1].n));
  const out = keyed.map(([, q]) => q);
  return descending ? out.reverse() : out;
}

function quotationsView(params) {
  const wanted = Object.fromEntries(params);
  for (const key of ["from", "to"]) if (wanted[key] && !/^\d{4}-\d\d-\d\d$/.test(wanted[key])) delete wanted[key];
  wanted.sort = wanted.sort || "published";
  const outlets = [...new Set(quotes.map((q) => q.outlet).filter(Boolean))].sort((a, b) => (fold(a) < fold(b) ? -1 : 1));
  const names = speakers.map((s) => [String(s.n), `${s.name} (${number(s.quotes.length)})`]).sort((a, b) => (fold(a[1]) < fold(b[1]) ? -1 : 1));
  const channels = DATA.families.flatMap((f) => f.channels.length > 1
    ? [[`~${f.name}`, `${f.title}: all`], ...f.channels.map((c) => [c, `  ${label(c)}`])] : f.channels.map((c) => [c, label(c)]));
  const form = el("form", { class: "filter", role: "search", "aria-label": "Filter quotations" },
    entry("text", "Words", { type: "search", placeholder: "in quotation, speaker or title", value: wanted.text, autocomplete: "off" }),
    choice("speaker", "Speaker", names, wanted.speaker),
    choice("channel", "Channel", channels, wanted.channel),
    choice("outlet", "Outlet", outlets.map((o) => [o, o]), wanted.outlet),
    choice("kind", "Kind", [...Object.entries(KINDS), ["denial", "Denials"]], wanted.kind),
    entry("from", "From", { type: "date", value: wanted.from }),
    entry("to", "To", { type: "date", value: wanted.to }),
    entry("sure", "Confidence at least", { type: "range", min: 0, max: 1, step: 0.05, value: wanted.sure || 0 }));
  const level = el("output", { for: "f-sure" });
  form.querySelector(".sure label").append(" ", level);
  const count = el("p", { class: "count", role: "status" });
  const body = el("tbody");
  const table = el("table", { class: "quotations" }, el("caption", { class: "unseen" }, "Quotations"),
    el("thead", {}, el("tr", {}, HEADS.map(([key, text]) => el("th", { scope: "col", "data-key": key },
      el("button", { type: "button", onclick: () => sortBy(key) }, text))))), body);
  const after = el("div");
  let found = [];
  let later = 0;

  function sortBy(key) {
    wanted.sort = wanted.sort === key ? `-${key}` : key;
    show();
  }

  function show() {
    found = matching(ordered(wanted.sort), wanted);
    body.replaceChildren();
    after.replaceChildren(growing(body, found, quotationRow, STEP, "quotations", FIRST));
    if (!found.length) after.prepend(el("p", { class: "empty" }, "No quotation fits this filter."));
    const shown = found.length === quotes.length ? plural(quotes.length, "quotation") : `${number(found.length)} of ${plural(quotes.length, "quotation")}`;
    count.textContent = wanted.below ? `${shown}, only doubtful ones` : shown;
    level.textContent = Number(wanted.sure) ? percent(Number(wanted.sure), 1) : "0%";
    for (const head of table.querySelectorAll("th[data-key]")) {
      const key = wanted.sort.replace("-", "");
      if (head.dataset.key !== key) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", wanted.sort.startsWith("-") ? "descending" : "ascending");
    }
    keepAddress();
  }

  // The address follows the filter, so that it can be kept and sent; not at every key, which is slow.
  function keepAddress() {
    clearTimeout(later);
    later = setTimeout(() => {
      if (!form.isConnected) return;
      const kept = new URLSearchParams(Object.entries(wanted).filter(([k, v]) => v && !(k === "sort" && v === "published")));
      history.replaceState(null, "", `#quotations${kept.size ? `?${kept}` : ""}`);
    }, 250);
  }

  form.addEventListener("input", (event) => {
    wanted[event.target.name] = event.target.value === "0" && event.target.name === "sure" ? "" : event.target.value;
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  return [
    el("h2", { tabindex: "-1" }, "Quotations"), form,
    el("div", { class: "actions" }, count,
      el("button", { type: "button", onclick: () => clear() }, "Clear the filter"),
      el("button", { type: "button", class: "strong", onclick: () => {
        save("quotations.csv", csv(found));
        announce(`Saved ${plural(found.length, "quotation")}`);
      } }, "Save as CSV")),
    table, after,
  ];

  function clear() {
    for (const key of Object.keys(wanted)) wanted[key] = key === "sort" ? "published" : "";
    form.reset();
    for (const input of form.elements) if (input.name) input.value = input.name === "sure" ? 0 : "";
    show();
  }
}

function quotationRow(quote) {
  const speaker = speakers[quote.s];
  return el("tr", { class: doubtful(quote) ? "low" : null },
    el("td", { class: "c-quote" }, inward(`article/${quote.a}/${quote.n}`, {}, said(quote, { class: "clamp" })),
      " ", stance(quote), doubt(quote)),
    el("td", { class: "c-speaker" }, speaker ? inward(`speaker/${speaker.n}`, {}, speaker.name) : el("span", { class: "hint" }, "Nobody named"),
      quote.speaker_role && el("small", {}, quote.speaker_role)),
    el("td", { class: "c-channel" }, chip(quote.channel)),
    el("td", { class: "c-outlet" }, quote.outlet || el("span", { class: "hint" }, "Unknown"), quote.article.title && el("small", { class: "clamp" }, quote.article.title)),
    el("td", { class: "c-date" }, dated(quote.published)),
    el("td", { class: "c-sure figure" }, percent(quote.confidence, 1)));
}
