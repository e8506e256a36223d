// The overview: how much, when, by whom, where and through which channel.
const MOST_SHOWN = 12;

function overviewView() {
  const named = speakers.filter((s) => s.type === "person" || s.type === "organization").length;
  const across = passages.filter((p) => (p.outlets || []).length > 1);
  const disputed = passages.filter((p) => p.flags).sort((a, b) => dispute(b) - dispute(a) || a.n - b.n);
  const low = quotes.filter(doubtful).length;
  const outlets = grouped(quotes.filter((q) => q.outlet), (q) => q.outlet);
  const figures = [
    [articles.length, plural(articles.length, "article").split(" ")[1], "articles"],
    [new Set(articles.map((a) => a.outlet).filter(Boolean)).size, "outlets", null],
    [quotes.length, "quotations", "quotations"],
    [named, "named speakers", "speakers"],
    [across.length, "printed by several outlets", "passages"],
    [disputed.length, "told differently", "passages?show=disputed"],
  ];
  return [
    el("h2", { class: "unseen", tabindex: "-1" }, "Overview"),
    el("dl", { class: "figures" }, figures.map(([count, text, hash]) =>
      el("div", {}, el("dt", {}, hash ? inward(hash, {}, text) : text), el("dd", {}, number(count))))),
    low ? el("p", { class: "note" }, inward("quotations?below=1", {}, plural(low, "quotation")),
      ` ${low === 1 ? "is" : "are"} marked as doubtful: the rules were less sure than ${percent(DATA.low_confidence, 1)}.`) : null,
    el("div", { class: "grid two-one" },
      section("When it was printed", "Quotations by the date of the article, coloured by how the words were given",
        familyKeys(), timeline(quotes, 300), channelBars()),
      disputed.length
        ? section("Told differently", "The same words, printed with other words, under another name or from another occasion",
          el("ol", { class: "briefs" }, disputed.slice(0, 6).map(brief)),
          inward("passages?show=disputed", { class: "all" }, `All ${number(disputed.length)}`))
        : section("Printed again", "What several outlets printed",
          across.length ? el("ol", { class: "briefs" }, across.slice(0, 5).map(brief)) : el("p", { class: "empty" }, "Nothing was printed by more than one outlet."))),
    el("div", { class: "grid two" },
      section("Most quoted", "Named speakers, quotations",
        barTable("Most quoted speakers", speakers.filter((s) => s.type === "person" || s.type === "organization").slice(0, MOST_SHOWN).map((s) => ({
          link: inward(`speaker/${s.n}`, {}, s.name), note: role(s), count: s.quotes.length, parts: byFamily(s.quotes),
        })), ["Speaker", "Share by channel", "Quotations"]),
        inward("speakers", { class: "all" }, "All speakers")),
      section("Outlets", "Quotations",
        barTable("Outlets", [...outlets].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_SHOWN).map(([name, own]) => ({
          link: inward(`quotations?outlet=${encodeURIComponent(name)}`, {}, name), note: plural(new Set(own.map((q) => q.a)).size, "article"),
          count: own.length, parts: byFamily(own),
        })), ["Outlet", "Share by channel", "Quotations"]),
        outlets.size > MOST_SHOWN ? el("p", { class: "note" }, `and ${plural(outlets.size - MOST_SHOWN, "more outlet")}`) : null)),
  ];
}

function channelBars() {
  const rows = counted(quotes, (q) => q.channel).map(([name, count]) => ({
    link: inward(`quotations?channel=${name}`, {}, label(name)), count,
    parts: [{ name: familyOf.get(name) || "unspecified", title: label(name), count }],
  }));
  const half = Math.ceil(rows.length / 2);
  const whole = Math.max(1, ...rows.map((row) => row.count));
  const part = (own, which) => own.length ? barTable(`Channels, ${which} half`, own, ["Channel", "Bar", "Quotations"], whole) : null;
  return el("div", { class: "under" }, el("h3", {}, "Through which channel"),
    el("div", { class: "grid two" }, part(rows.slice(0, half), "first"), part(rows.slice(half), "second")));
}

function section(title, dek, ...content) {
  return el("section", {}, el("h3", {}, title), dek && el("p", { class: "sub" }, dek), ...content);
}

const familyKeys = () => legend(DATA.families.map((f) => ({ name: f.name, title: f.title })));

function brief(passage) {
  return el("li", {},
    inward(`passage/${passage.n}`, {}, el("q", { class: `said ${passage.kind} clamp` }, passage.text)),
    el("p", { class: "byline" }, [passage.speaker, plural((passage.outlets || []).length, "outlet")].filter(Boolean).join(" · ")),
    passage.flags && el("p", { class: "flags" }, passage.flags.map(flagged)));
}
