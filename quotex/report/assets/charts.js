// Charts: thin, labelled directly, every one also a table.

// A bar in parts; `whole` is what a full width stands for.
function bar(parts, whole, height = 12) {
  let x = 0;
  const rects = [];
  for (const part of parts) {
    if (!part.count) continue;
    const width = (100 * part.count) / whole;
    rects.push(
      shape("rect", { x: `${x}%`, y: 0, width: `${width}%`, height, class: part.class || `f-${part.name}` },
        shape("title", {}, `${part.title}: ${number(part.count)}`)),
    );
    x += width;
  }
  return shape("svg", { class: "bar", width: "100%", height, "aria-hidden": "true" }, rects);
}

// Rows of name, bar and figure: a table that is a chart.
function barTable(caption, rows, heads, whole = Math.max(1, ...rows.map((row) => row.count))) {
  return el("table", { class: "bars" },
    el("caption", { class: "unseen" }, caption), widths(1),
    el("thead", { class: "unseen" }, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, rows.map((row) =>
      el("tr", {},
        el("th", { scope: "row" }, row.link || row.name, row.note && el("small", {}, row.note)),
        el("td", { class: "plot" }, bar(row.parts, whole)),
        el("td", { class: "figure" }, number(row.count))))));
}

// The hidden head lies outside the table's layout: the columns say their widths.
const widths = (figures) =>
  el("colgroup", {}, el("col", { class: "w-name" }), el("col"), Array.from({ length: figures }, () => el("col", { class: "w-figure" })));

function legend(items) {
  return el("ul", { class: "keys" }, items.map((item) => el("li", { class: item.class || `f-${item.name}` }, item.title)));
}

const DAY = 86400000;

// Calendar units of a timeline: the finest that leaves the columns wide enough to read.
const UNITS = [
  { name: "day", start: (d) => d, next: (d) => d + DAY },
  { name: "week", start: (d) => d - ((new Date(d).getUTCDay() + 6) % 7) * DAY, next: (d) => d + 7 * DAY },
  { name: "month", start: (d) => month(d, 0), next: (d) => month(d, 1) },
  { name: "quarter", start: (d) => Date.UTC(new Date(d).getUTCFullYear(), 3 * Math.floor(new Date(d).getUTCMonth() / 3)),
    next: (d) => month(d, 3) },
  { name: "year", start: (d) => Date.UTC(new Date(d).getUTCFullYear(), 0), next: (d) => Date.UTC(new Date(d).getUTCFullYear() + 1, 0) },
];
const MOST_COLUMNS = 80;
const month = (d, plus) => Date.UTC(new Date(d).getUTCFullYear(), new Date(d).getUTCMonth() + plus);
const isoDay = (d) => new Date(d).toISOString().slice(0, 10);

function moment(iso) {
  const at = Date.parse(/^\d{4}-\d\d-\d\d/.test(iso) ? iso.slice(0, 10) : iso);
  return Number.isNaN(at) ? null : at;
}

function periods(items) {
  const placed = items.map((q) => [moment(q.published), q]).filter(([at]) => at !== null);
  if (!placed.length) return null;
  let first = Infinity;
  let last = -Infinity;
  for (const [at] of placed) {
    if (at < first) first = at;
    if (at > last) last = at;
  }
  const unit = UNITS.find((u) => (u.next(u.start(first)) - u.start(first)) * MOST_COLUMNS >= last - first + DAY) || UNITS.at(-1);
  const within = grouped(placed, ([at]) => unit.start(at));
  const columns = [];
  for (let at = unit.start(first); at <= last && columns.length < 4000; at = unit.next(at)) {
    const own = (within.get(at) || []).map(([, quote]) => quote);
    columns.push({ at, end: unit.next(at) - DAY, quotes: own });
  }
  return { unit: unit.name, columns };
}

// Quotations over time, stacked by family of channels.
function timeline(items, height = 190) {
  const found = periods(items);
  if (!found) return el("p", { class: "empty" }, "None of the articles is dated.");
  const most = Math.max(...found.columns.map((c) => c.quotes.length));
  const step = niceStep(most);
  const top = Math.ceil(most / step) * step;
  const chart = drawn((width) => {
    const left = 30, base = height - 22, room = (width - left) / found.columns.length;
    const y = (n) => base - ((base - 8) * n) / top;
    const parts = [];
    for (let n = 0; n <= top; n += step) {
      parts.push(shape("line", { class: n ? "grid" : "axis", x1: left, x2: width, y1: y(n), y2: y(n) }),
        shape("text", { class: "tick end", x: left - 6, y: y(n) + 4 }, number(n)));
    }
    const gap = Math.min(6, room * 0.2), thick = Math.min(44, Math.max(1, room - gap));
    let free = 0;
    found.columns.forEach((column, n) => {
      const x = left + n * room + (room - thick) / 2;
      let sum = 0;
      for (const part of byFamily(column.quotes)) {
        if (!part.count) continue;
        parts.push(shape("rect", { class: `f-${part.name}`, x, width: thick, y: y(sum + part.count),
          height: y(sum) - y(sum + part.count) }, shape("title", {}, `${spanTitle(found.unit, column)}: ${part.title}, ${part.count}`)));
        sum += part.count;
      }
      const text = columnTitle(found.unit, column);
      if (x >= free && x + 7 * text.length <= width + 4) {
        parts.push(shape("text", { class: "tick", x, y: height - 5 }, text));
        free = x + 7 * text.length + 14;
      }
    });
    return shape("svg", { width, height, class: "columns", "aria-hidden": "true" }, parts);
  });
  const shown = found.columns.filter((c) => c.quotes.length);
  return el("div", {}, chart, el("details", { class: "as-table" }, el("summary", {}, `As a table, by ${found.unit}`),
    el("table", { class: "plain" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, label(found.unit)), el("th", { scope: "col" }, "Quotations"))),
      el("tbody", {}, shown.map((c) => el("tr", {},
        el("th", { scope: "row" }, inward(`quotations?from=${isoDay(c.at)}&to=${isoDay(c.end)}`, {}, spanTitle(found.unit, c))),
        el("td", { class: "figure" }, number(c.quotes.length))))))));
}

function niceStep(most) {
  const rough = Math.max(1, most / 4);
  const size = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((f) => f * size).find((s) => s >= rough);
}

function columnTitle(unit, column) {
  const iso = isoDay(column.at);
  if (unit === "year") return iso.slice(0, 4);
  if (unit === "month" || unit === "quarter") return day(iso.slice(0, 7));
  return day(iso, true);
}

function spanTitle(unit, column) {
  const iso = isoDay(column.at);
  if (unit === "year") return iso.slice(0, 4);
  if (unit === "month") return day(iso.slice(0, 7));
  return unit === "day" ? day(iso) : `${day(iso)} to ${day(isoDay(column.end))}`;
}

// Who printed something when: a row an outlet, a dot a printing.
function printings(passage) {
  const rows = [...grouped(passage.printed, (p) => p.quote.outlet || "Outlet unknown")]
    .map(([outlet, own]) => ({ outlet, own, first: own.map((p) => p.quote.published).sort()[0] }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.outlet < b.outlet ? -1 : 1));
  const exact = (iso) => (Number.isNaN(Date.parse(iso)) ? moment(iso) : Date.parse(iso));
  const span = (iso) => {
    const at = exact(iso);
    if (at === null || Number.isNaN(at)) return null;
    return [at, /^\d{4}-\d\d-\d\d$/.test(iso) ? at + DAY : at];
  };
  const times = passage.printed.flatMap((p) => span(p.quote.published) || []);
  if (!times.length) return el("p", { class: "empty" }, "None of the printings is dated.");
  const first = Math.min(...times), last = Math.max(...times);
  return drawn((width) => {
    const left = Math.min(190, width * 0.4), line = 26, height = rows.length * line + 26;
    const x = (at) => left + 10 + (last > first ? ((width - left - 24) * (at - first)) / (last - first) : 0);
    const parts = rows.flatMap((row, n) => {
      const y = n * line + 16;
      return [
        shape("text", { class: "name", x: 0, y: y + 4 }, row.outlet.length * 7 > left ? `${row.outlet.slice(0, left / 7 - 1)}…` : row.outlet),
        shape("line", { class: "grid", x1: left, x2: width, y1: y, y2: y }),
        row.own.map((p) => {
          const when = span(p.quote.published);
          if (!when) return null;
          const [begin, end] = when.map(x);
          const state = p.copied ? "copied" : p.misquote || p.speaker_differs ? "odd" : "";
          const kind = `f-${family(p.quote)} ${state}`;
          return [
            end > begin && shape("line", { class: `day ${kind}`, x1: begin, x2: end, y1: y, y2: y }),
            shape("circle", { class: `dot ${kind} ${p.first ? "first" : ""}`, cx: (begin + end) / 2, cy: y, r: p.first ? 7 : 5 },
              shape("title", {}, `${row.outlet}, ${time(p.quote.published)}${p.copied ? ", a copy" : ""}`)),
          ];
        }),
      ];
    });
    parts.push(shape("text", { class: "tick", x: left + 4, y: height - 4 }, day(isoDay(first))));
    const lastDay = isoDay(Math.max(first, last - 1));
    if (isoDay(first) !== lastDay) parts.push(shape("text", { class: "tick end", x: width, y: height - 4 }, day(lastDay)));
    return shape("svg", { width, height, class: "dots", "aria-hidden": "true" }, parts);
  });
}
