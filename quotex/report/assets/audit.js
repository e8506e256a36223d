// Who gets to speak: shares by outlet, topic and period.
const MEASURES = {
  speaker_class: { title: "Who speaks", dek: "Class of the speaker, by kind and by the role that the article gives" },
  channel_family: { title: "How it reached the newsroom", dek: "Family of the channel that the article tells" },
  hand: { title: "First hand or second hand", dek: "Second hand is what came through another outlet or person" },
  interviewer: { title: "Whose interviews", dek: "Of what was said in interviews: the outlet's own, or those of others" },
  gender_shown: { title: "Gender, as the texts show it", dek: "By pronouns and titles (he, she, Mr, Ms), never by a name; of quotations of persons" },
  speaker_type: { title: "Kind of speaker", dek: null },
};
const DIMENSIONS = { outlet: "Outlet", topic: "Topic folder", period: "Period" };

function sourcesView(params) {
  const present = Object.keys(DIMENSIONS).filter((by) => DATA.audit.some((g) => g.by === by));
  const state = { by: params.get("by") || present[0] || "", words: params.get("words") === "1" };
  const result = el("div");
  const by = el("select", { id: "f-by", name: "by" }, present.map((key) => el("option", { value: key }, DIMENSIONS[key])));
  by.value = state.by;
  const unit = el("select", { id: "f-unit", name: "unit" }, el("option", { value: "0" }, "Quotations"), el("option", { value: "1" }, "Words"));
  unit.value = state.words ? "1" : "0";
  const form = el("form", { class: "filter short" }, field("by", "By", by), field("unit", "Share of", unit));
  form.addEventListener("submit", (event) => event.preventDefault());
  const show = () => {
    const groups = [DATA.audit[0], ...DATA.audit.filter((g) => g.by === by.value)];
    result.replaceChildren(...Object.keys(MEASURES).map((measure) => shares(measure, groups, Number(unit.value))));
  };
  form.addEventListener("input", show);
  show();
  return [
    el("h2", { tabindex: "-1" }, "Sources"),
    el("p", { class: "sub" }, "Who gets to speak. Only what was uttered counts, not what an article says was not said or is still to be said."),
    sourcing(), form, result,
  ];
}

// One measure as bars of one whole each, a row a group.
function shares(measure, groups, unit) {
  const { title, dek } = MEASURES[measure];
  const order = measure === "speaker_class" ? DATA.classes.map((c) => c.name) : measure === "channel_family" ? DATA.families.map((f) => f.name) : null;
  const names = order ? order.filter((name) => valuesOf(groups[0], measure, unit).has(name)) : [...valuesOf(groups[0], measure, unit).keys()];
  if (!names.length) return el("section", { hidden: true });
  const color = (name) => (measure === "channel_family" ? `f-${name}` : measure === "speaker_class" ? `k-${name}` : `s-${name}`);
  const named = (name) => classTitle.get(measure === "speaker_class" ? name : "") || DATA.families.find((f) => measure === "channel_family" && f.name === name)?.title || label(name);
  const keys = names.map((name) => ({ class: color(name), title: named(name) }));
  const rows = groups.map((group) => {
    const own = valuesOf(group, measure, unit);
    const whole = [...own.values()].reduce((sum, count) => sum + count, 0);
    return { group, own, whole };
  }).filter((row) => row.whole);
  const list = el("tbody");
  const rest = growing(list, rows, ({ group, own, whole }) => el("tr", { class: group.by === "all" ? "sum" : null },
    el("th", { scope: "row" }, group.by === "all" ? "All" : group.name ? groupName(group) : "Unknown"),
    el("td", { class: "plot" }, bar(names.map((name) => ({ name, class: color(name), title: named(name), count: own.get(name) || 0 })), whole, 14)),
    names.map((name) => el("td", { class: `figure${own.get(name) ? "" : " none"}` }, own.get(name) ? percent(own.get(name), whole) : "–")),
    el("td", { class: "figure total" }, number(whole))), 14, "rows");
  return el("section", { class: "shares" }, el("h3", {}, title), dek && el("p", { class: "sub" }, dek), legend(keys),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, el("table", { class: "bars wide" },
      el("caption", { class: "unseen" }, `${title}, share of ${unit ? "words" : "quotations"}`),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "unseen" }, "Group")), el("th", { scope: "col" }, el("span", { class: "unseen" }, "Bar")),
        names.map((name) => el("th", { scope: "col", class: `key ${color(name)}` }, (measure === "speaker_class" && classShort.get(name)) || named(name))), el("th", { scope: "col" }, unit ? "Words" : "Quotations"))), list)), rest);
}

const groupName = (group) => (group.by === "period" ? day(group.name) : group.by === "outlet" ? inward(`quotations?outlet=${encodeURIComponent(group.name)}`, {}, group.name) : group.name);

const valuesOf = (group, measure, unit) => new Map((group.measures[measure] || []).map(([name, count, words]) => [name, unit ? words : count]));

function sourcing() {
  const all = DATA.audit[0];
  const kinds = Object.keys(SOURCING).filter((kind) => kind !== "no_quotation");
  const top = all.measures.speaker || [];
  const most = Math.max(1, ...top.map((row) => row[1]));
  const share = new Map(speakers.map((s) => [s.name, s]));
  return el("div", { class: "grid two" },
    section("Articles with few sources", null,
      el("dl", { class: "figures small" }, Object.keys(SOURCING).map((kind) => el("div", {}, el("dt", {}, SOURCING[kind]), el("dd", {}, number(all.sourcing[kind] || 0))))),
      kinds.map((kind) => listed(kind))),
    section("The ten most quoted", `${percent(top.reduce((sum, row) => sum + row[1], 0), all.total[0])} of all quotations`,
      el("table", { class: "bars" }, el("caption", { class: "unseen" }, "The ten most quoted"), widths(2),
        el("thead", { class: "unseen" }, el("tr", {}, ["Speaker", "Bar", "Quotations", "Share"].map((head) => el("th", { scope: "col" }, head)))),
        el("tbody", {}, top.map(([name, count]) => el("tr", {},
          el("th", { scope: "row" }, share.has(name) ? inward(`speaker/${share.get(name).n}`, {}, name) : name),
          el("td", { class: "plot" }, bar([{ class: `k-${share.get(name)?.class}`, title: classTitle.get(share.get(name)?.class) || "", count }], most)),
          el("td", { class: "figure" }, number(count)), el("td", { class: "figure" }, percent(count, all.total[0]))))))));
}

function listed(kind) {
  const own = articles.filter((a) => (a.sourcing || []).includes(kind));
  if (!own.length) return null;
  return el("details", { class: "as-table" }, el("summary", {}, `${SOURCING[kind]}: ${plural(own.length, "article")}`),
    el("ul", { class: "links" }, own.slice(0, 200).map((a) => el("li", {}, inward(`article/${a.n}`, {}, headline(a)), el("small", {}, a.outlet)))));
}
