// The parts of the report, by the address behind "#".
const PARTS = [
  ["overview", "Overview"], ["quotations", "Quotations", quotes.length], ["speakers", "Speakers", speakers.length],
  ["articles", "Articles", articles.length], ["passages", "Passages", passages.length], ["sources", "Sources"],
];
const VIEWS = {
  overview: () => overviewView(),
  quotations: (_, params) => quotationsView(params),
  speakers: (_, params) => speakersView(params),
  speaker: ([n]) => speakerView(n),
  articles: (_, params) => articlesView(params),
  article: ([n, quote]) => articleView(n, quote),
  passages: (_, params) => passagesView(params),
  passage: ([n]) => passageView(n),
  sources: (_, params) => sourcesView(params),
};
const PART_OF = { speaker: "speakers", article: "articles", passage: "passages" };
const headTitle = document.title;
let started = false;

function route() {
  const [path, query] = location.hash.slice(1).split("?");
  const [view, ...rest] = path.split("/");
  if (path === "main") return;
  const name = Object.hasOwn(VIEWS, view) ? view : "overview";
  const content = VIEWS[name](rest, new URLSearchParams(query || ""));
  byId("main").replaceChildren(...content.flat().filter(Boolean));
  byId("main").className = `wrap view-${name}`;
  document.body.className = `at-${name}`;
  const part = PART_OF[name] || name;
  for (const tab of byId("tabs").children) {
    if (tab.hash === `#${part}`) {
      tab.setAttribute("aria-current", "page");
      byId("tabs").scrollLeft = tab.offsetLeft - byId("tabs").clientWidth / 3;
    } else tab.removeAttribute("aria-current");
  }
  const head = byId("main").querySelector("h2");
  document.title = name === "overview" ? headTitle : `${head.textContent.slice(0, 80)} – ${headTitle}`;
  if (started) {
    if (!(name === "article" && rest[1])) scrollTo(0, 0);
    head.focus({ preventScroll: true });
  }
  started = true;
}

function summary() {
  const dates = articles.map((a) => a.published).filter(Boolean).map((d) => d.slice(0, 10)).sort();
  const span = dates.length ? (dates[0] === dates.at(-1) ? `, ${day(dates[0])}` : `, ${day(dates[0])} to ${day(dates.at(-1))}`) : "";
  const outlets = new Set(articles.map((a) => a.outlet).filter(Boolean)).size;
  return `${plural(quotes.length, "quotation")} in ${plural(articles.length, "article")}${outlets ? ` of ${plural(outlets, "outlet")}` : ""}${span}`;
}

const THEMES = ["auto", "dark", "light"];
function setTheme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  byId("theme").textContent = { auto: "Colours: as the system", dark: "Colours: dark", light: "Colours: light" }[name];
  try {
    localStorage.setItem("quotex-theme", name);
  } catch {
    // A file opened from disk may have no storage: then the choice lasts as long as the page.
  }
}
byId("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme || "auto";
  setTheme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
let kept = "auto";
try {
  kept = localStorage.getItem("quotex-theme") || "auto";
} catch {
  kept = "auto";
}
setTheme(THEMES.includes(kept) ? kept : "auto");

byId("dek").textContent = summary();
byId("tabs").append(...PARTS.map(([name, title, count]) => inward(name, {}, title, count !== undefined && el("span", { class: "tally" }, number(count)))));
byId("legend").append(familyKeys());
addEventListener("hashchange", route);
route();
requestIdleCallback(() => prepare(), { timeout: 2000 });
