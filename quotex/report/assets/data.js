// The data, and what is derived from it once.
const DATA = JSON.parse(byId("data").textContent);
const { quotes, articles, speakers, passages } = DATA;

const familyOf = new Map(DATA.families.flatMap((f) => f.channels.map((c) => [c, f.name])));
const classTitle = new Map(DATA.classes.map((c) => [c.name, c.title]));
const classShort = new Map(DATA.classes.map((c) => [c.name, c.short]));
const family = (quote) => familyOf.get(quote.channel) || "unspecified";
const doubtful = (quote) => quote.confidence < DATA.low_confidence;

quotes.forEach((quote, n) => {
  quote.n = n;
  quote.article = articles[quote.a];
  quote.name = quote.s >= 0 ? speakers[quote.s].name : "";
  quote.outlet = quote.article.outlet || "";
  quote.published = quote.article.published || "";
});
for (const owner of [...articles, ...speakers]) owner.quotes = [];
articles.forEach((article, n) => (article.n = n));
speakers.forEach((speaker, n) => (speaker.n = n));
passages.forEach((passage, n) => (passage.n = n));
for (const quote of quotes) {
  quote.article.quotes.push(quote);
  if (quote.s >= 0) speakers[quote.s].quotes.push(quote);
}
for (const speaker of speakers) speaker.outlets = new Set(speaker.quotes.map((q) => q.outlet).filter(Boolean));
for (const passage of passages) {
  for (const printing of passage.printed) {
    printing.quote = quotes[printing.q];
    printing.quote.passage = passage;
  }
}

// The articles' texts are most of the file and needed last.
let texts = null;
function textOf(article) {
  texts = texts || JSON.parse(byId("texts").textContent);
  return texts[article.n] || "";
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'");

function counted(items, key) {
  const counts = new Map();
  for (const item of items) {
    const value = key(item);
    if (value) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

// What falls to each family of channels, in the order of the legend.
function byFamily(items) {
  const counts = new Map(counted(items, family));
  return DATA.families.map((f) => ({ name: f.name, title: f.title, count: counts.get(f.name) || 0 }));
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const value = key(item);
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(item);
  }
  return groups;
}
