// Forms that filter, and the lists under them.
function choice(name, text, options, value) {
  const select = el("select", { id: `f-${name}`, name }, el("option", { value: "" }, "All"),
    options.map(([key, shown]) => el("option", { value: key }, shown)));
  select.value = value || "";
  return field(name, text, select);
}

const field = (name, text, input) => el("div", { class: `field ${name}` }, el("label", { for: `f-${name}` }, text), input);
const entry = (name, text, attributes) => field(name, text, el("input", { id: `f-${name}`, name, ...attributes }));


// A list under two filters: by words, and by one choice. Gives the form, the count, and what follows the list.
function searchable(params, items, { what, words, by, hay, into, make, step }) {
  const wanted = { text: params.get("text") || "", [by.name]: params.get(by.name) || "" };
  const after = el("div");
  const count = el("p", { class: "count", role: "status" });
  const form = el("form", { class: "filter short", role: "search", "aria-label": `Filter ${what}s` },
    entry("text", words, { type: "search", value: wanted.text, autocomplete: "off" }),
    choice(by.name, by.title, by.options, wanted[by.name]));
  function show() {
    const sought = fold(wanted.text).split(/\s+/).filter(Boolean);
    const found = items.filter((item) => {
      if (wanted[by.name] && by.of(item) !== wanted[by.name]) return false;
      const text = fold(hay(item));
      return sought.every((word) => text.includes(word));
    });
    into.replaceChildren();
    after.replaceChildren(growing(into, found, make, step, `${what}s`));
    count.textContent = plural(found.length, what);
  }
  form.addEventListener("input", (event) => {
    wanted[event.target.name] = event.target.value;
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
  return { form, count: el("div", { class: "actions" }, count), after };
}
