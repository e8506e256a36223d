// Elements are made of names and text only: nothing from an article is ever read as markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const shape = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const byId = (id) => document.getElementById(id);

// Only addresses of the web become links; whatever else stands there is text.
function outward(url, text) {
  let safe = false;
  try {
    safe = ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    safe = false;
  }
  return safe ? el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text || url) : text || url;
}

const inward = (hash, attributes, ...children) => el("a", { ...attributes, href: `#${hash}` }, ...children);

function announce(text) {
  byId("said").textContent = text;
}

// Long lists grow when their end comes into sight, or by the button there, or wholly for printing.
function growing(parent, items, make, step, what, first = step) {
  let done = 0;
  const more = el("button", { type: "button", class: "more", onclick: () => grow(step) });
  const foot = el("div", { class: "foot" }, more);
  function grow(count) {
    const part = document.createDocumentFragment();
    for (const item of items.slice(done, done + count)) part.append(make(item));
    done = Math.min(items.length, done + count);
    parent.append(part);
    foot.hidden = done >= items.length;
    more.textContent = `Show more ${what} (${number(items.length - done)} left)`;
  }
  grow(first);
  const watcher = new IntersectionObserver((seen) => {
    if (!foot.isConnected) watcher.disconnect();
    else if (seen.some((entry) => entry.isIntersecting) && done < items.length) grow(step);
  }, { rootMargin: "600px" });
  watcher.observe(foot);
  foot.growWholly = () => grow(items.length);
  return foot;
}

addEventListener("beforeprint", () => {
  for (const foot of document.querySelectorAll(".foot")) foot.growWholly?.();
});

// A chart is drawn for the width that it has, and again when that changes.
function drawn(make) {
  const box = el("div", { class: "chart" });
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(box.clientWidth);
    if (now && now !== width) {
      width = now;
      box.replaceChildren(make(width));
    }
  }).observe(box);
  return box;
}
