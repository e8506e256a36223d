// What was said once: who printed it when, and how the printings differ.
const SHOWN = { all: "All", several: "Printed by several outlets", disputed: "Told differently" };
const WEIGHT = { possible_misquote: 8, speaker_differs: 4, channel_differs: 1 };
const LONG_CUT = 60;

const altered = (printing) => printing.misquote || printing.relation === "substituted";
const dispute = (passage) => (passage.flags || []).reduce((sum, flag) => sum + (WEIGHT[flag] || 1), 0) +
  (passage.printed.some(altered) ? 0.5 : 0);

// A passage as a quotation: its fullest printing, where one has the very words.
const root = (passage) => passage.printed.map((p) => p.quote).find((q) => q.quote === passage.text && q.kind === passage.kind) ||
  { quote: passage.text, kind: passage.kind };

function passagesView(params) {
  const wanted = { text: params.get("text") || "", show: params.get("show") || "all" };
  const list = el("ol", { class: "passages" });
  const after = el("div");
  const count = el("p", { class: "count", role: "status" });
  const sorted = [...passages].sort((a, b) => dispute(b) - dispute(a) || (b.outlets || []).length - (a.outlets || []).length || a.n - b.n);
  const show = el("select", { id: "f-show", name: "show" }, Object.entries(SHOWN).map(([key, text]) => el("option", { value: key }, text)));
  show.value = wanted.show in SHOWN ? wanted.show : "all";
  const form = el("form", { class: "filter short", role: "search", "aria-label": "Filter passages" },
    entry("text", "Words or speaker", { type: "search", value: wanted.text, autocomplete: "off" }), field("show", "Show", show));
  function fillList() {
    const words = fold(wanted.text).split(/\s+/).filter(Boolean);
    const found = sorted.filter((p) =>
      (show.value !== "several" || (p.outlets || []).length > 1) && (show.value !== "disputed" || p.flags) &&
      words.every((word) => fold(`${p.text} ${p.speaker || ""}`).includes(word)));
    list.replaceChildren();
    after.replaceChildren(growing(list, found, passageItem, 40, "passages"));
    count.textContent = found.length ? plural(found.length, "passage") : "No passage was printed more than once.";
  }
  form.addEventListener("input", (event) => {
    wanted[event.target.name] = event.target.value;
    fillList();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  fillList();
  return [el("h2", { tabindex: "-1" }, "Passages"),
    el("p", { class: "sub" }, "What was said once and printed more than once; what was told differently comes first."),
    form, el("div", { class: "actions" }, count), list, after];
}

function passageItem(passage) {
  return el("li", {}, el("div", {},
    passage.flags && el("p", { class: "flags" }, passage.flags.map(flagged)),
    inward(`passage/${passage.n}`, { class: "headline" }, said(root(passage), { class: "clamp" })),
    el("p", { class: "byline" }, el("b", {}, passage.speaker || "Nobody named"), ` · ${plural(passage.articles, "article")} of ${plural((passage.outlets || []).length, "outlet")}`,
      passage.independent < passage.articles && `, ${number(passage.independent)} independent`, ` · ${plural(passage.variants, "wording")}`),
    el("p", { class: "byline" }, (passage.outlets || []).join(", "))), telling(passage));
}

// What the printings that stand apart have of their own.
function telling(passage) {
  const lines = passage.printed.filter((p) => !p.copied && (altered(p) || p.speaker_differs || p.channel_differs)).slice(0, 4).map((p) => {
    const changed = p.text.filter(([op]) => op === 1 || op === 2).slice(0, 4).flatMap(([op, text]) => [stretch(op, text.trim()), " "]);
    return el("li", {}, el("b", {}, p.quote.outlet || "Outlet unknown"), ": ",
      altered(p) && [changed.length ? el("span", { class: "variant" }, changed) : label(p.relation), " "],
      p.speaker_differs && [el("span", { class: "relation" }, "says it was "), p.quote.name || "nobody named", " "],
      p.channel_differs && chip(p.quote.channel));
  });
  return lines.length ? el("ul", { class: "telling" }, lines) : null;
}

function passageView(index) {
  const passage = passages[index];
  if (!passage) return missing("passage");
  const rank = (p) => (p.copied ? 10 : 0) - (p.misquote ? 3 : 0) - (p.speaker_differs ? 4 : 0) - (p.channel_differs ? 1 : 0);
  const sorted = [...passage.printed].sort((a, b) => rank(a) - rank(b));
  const speaker = passage.speaker && speakers.find((s) => s.name === passage.speaker || (s.names || []).includes(passage.speaker));
  return [
    el("p", { class: "crumb" }, inward("passages", {}, "Passages")),
    el("h2", { class: "root", tabindex: "-1" }, said(root(passage))),
    el("p", { class: "dek" }, speaker ? inward(`speaker/${speaker.n}`, {}, passage.speaker) : passage.speaker || "Nobody named",
      `, in ${plural(passage.articles, "article")} of ${plural((passage.outlets || []).length, "outlet")}; ${plural(passage.independent, "independent newsroom")}`),
    passage.flags && el("p", { class: "flags" }, passage.flags.map(flagged)),
    section("Who printed it when", "A ring marks the first; grey is a copy of an earlier article; a bar where only the day is known", printings(passage)),
    section("The printings side by side", null,
      el("p", { class: "marks" }, el("ins", {}, "only here"), " ", el("del", {}, "missing here"), " ", el("span", { class: "cut" }, "[…]"), " the quotation begins later or ends earlier"),
      el("ol", { class: "printings" }, sorted.map((printing) => printingItem(printing, passage)))),
  ];
}

function printingItem(printing, passage) {
  const quote = printing.quote;
  const odd = printing.misquote || printing.speaker_differs || printing.channel_differs;
  return el("li", { class: `f-${family(quote)}${printing.copied ? " copied" : ""}${odd ? " odd" : ""}` },
    el("p", { class: "overline" }, quote.outlet || "Outlet unknown", " ", dated(quote.published, true)),
    el("p", { class: "flags" }, printing.first && el("span", { class: "flag plain" }, "First"),
      quote.quote === passage.text && el("span", { class: "flag plain" }, "Fullest"),
      printing.copied && el("span", { class: "flag plain" }, "Copy of an earlier article"),
      el("span", { class: `relation${printing.misquote ? " odd" : ""}` }, label(printing.relation), quote.kind !== "direct" && `, ${KINDS[quote.kind].toLowerCase()}`)),
    el("p", { class: "variant" }, printing.text.map(([op, text]) => stretch(op, text))),
    el("dl", { class: "facts" },
      el("dt", {}, "Speaker"), el("dd", { class: printing.speaker_differs ? "odd" : null }, quote.s >= 0 ? inward(`speaker/${quote.s}`, {}, quote.name) : "Nobody named",
        printing.speaker_differs && ` (elsewhere ${passage.speaker})`),
      el("dt", {}, "Channel"), el("dd", { class: printing.channel_differs ? "odd" : null }, chip(quote.channel, quote.channel_inherited), printing.channel_differs && " (others differ)")),
    inward(`article/${quote.a}/${quote.n}`, { class: "all" }, "Read it in the article"));
}

function stretch(op, text) {
  if (op === 0) return text;
  if (op === 1) return el("ins", { class: text.trim().startsWith("[") ? "bracket" : null }, text);
  const shortened = text.length > LONG_CUT ? `${text.slice(0, LONG_CUT / 2)} … ${text.slice(-LONG_CUT / 2)}` : text;
  if (op === 2) return [el("del", { title: text }, shortened), " "];
  return el("span", { class: "cut", title: `Only elsewhere: ${text}` }, " […] ");
}
