// The list of articles.
function articlesView(params) {
  const outlets = [...new Set(articles.map((a) => a.outlet).filter(Boolean))].sort();
  const list = el("ol", { class: "stories" });
  const { form, count, after } = searchable(params, articles, {
    what: "article", words: "Title", into: list, make: story, step: 60,
    hay: (a) => `${a.title || ""} ${a.id}`,
    by: { name: "outlet", title: "Outlet", options: outlets.map((o) => [o, o]), of: (a) => a.outlet },
  });
  return [el("h2", { tabindex: "-1" }, "Articles"), form, count, list, after];
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
