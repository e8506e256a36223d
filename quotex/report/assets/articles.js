// The list of articles.
function articlesView(params) {
  const wanted = { text: params.get("text") || "", outlet: params.get("outlet") || "" };
  const outlets = [...new Set(articles.map((a) => a.outlet).filter(Boolean))].sort();
  const list = el("ol", { class: "stories" });
  const after = el("div");
  const count = el("p", { class: "count", role: "status" });
  const form = el("form", { class: "filter short", role: "search", "aria-label": "Filter articles" },
    entry("text", "Title", { type: "search", value: wanted.text, autocomplete: "off" }),
    choice("outlet", "Outlet", outlets.map((o) => [o, o]), wanted.outlet));
  function show() {
    const words = fold(wanted.text).split(/\s+/).filter(Boolean);
    const found = articles.filter((a) => (!wanted.outlet || a.outlet === wanted.outlet) &&
      words.every((word) => fold(`${a.title || ""} ${a.id}`).includes(word)));
    list.replaceChildren();
    after.replaceChildren(growing(list, found, story, 60, "articles"));
    count.textContent = plural(found.length, "article");
  }
  form.addEventListener("input", (event) => {
    wanted[event.target.name] = event.target.value;
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  return [el("h2", { tabindex: "-1" }, "Articles"), form, el("div", { class: "actions" }, count), list, after];
}

const headline = (article) => article.title || article.id;

function story(article) {
  const who = counted(article.quotes, (q) => q.name).slice(0, 3).map(([name]) => name);
  return el("li", {},
    el("p", { class: "overline" }, article.outlet || "Outlet unknown", " ", dated(article.published)),
    inward(`article/${article.n}`, { class: "headline" }, headline(article)),
    el("p", { class: "byline" }, plural(article.quotes.length, "quotation"), who.length > 0 && ` · ${who.join(", ")}`,
      (article.sourcing || []).filter((kind) => kind !== "unnamed_only").map((kind) => [" ", el("span", { class: "flag plain" }, label(SOURCING[kind] || kind))])),
    bar(byFamily(article.quotes), Math.max(20, article.quotes.length), 5));
}

const SOURCING = {
  single_source: "A single source", unnamed_only: "Only unnamed sources", unnamed_mostly: "Mostly unnamed sources",
  no_quotation: "No quotation",
};
