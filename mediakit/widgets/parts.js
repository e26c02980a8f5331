// What surfaces, the lessons page and the end card share: nodes, keys, links to notebooks, reading aids.

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let count = 0;
const newId = (stem) => `mk-${stem}-${Date.now().toString(36)}-${count++}`;

/** Change a text only where it differs: what is read aloud or selected stays. */
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = text === "";
}

const isSave = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";

const MODIFIERS = ["Control", "Meta", "Alt", "Shift"];

/**
 * Keys pressed here stay here; only Ctrl+S (⌘S) goes on to save the notebook. Returns what undoes it.
 * Notebook 7 listens before anything in the page does, so the mark that its shortcuts look for is set at the
 * window, and on what has the focus itself: shortcuts match that first.
 */
function keepKeys(root) {
  root.addEventListener("keydown", (event) => isSave(event) || event.stopPropagation());
  const marked = new Set();
  function first(event) {
    const { target } = event;
    if (!root.contains(target) || MODIFIERS.includes(event.key)) return;
    // It stands for this key alone: left on something, it would keep Ctrl+S from all that lies in that.
    for (const one of marked) one.removeAttribute("data-lm-suppress-shortcuts");
    marked.clear();
    if (isSave(event)) return;
    target.setAttribute("data-lm-suppress-shortcuts", "true");
    marked.add(target);
  }
  window.addEventListener("keydown", first, true);
  return () => window.removeEventListener("keydown", first, true);
}

/** The address of a notebook in this notebook's folder, under whatever base and in whichever view this is. */
function notebookUrl(name, from = location) {
  const file = encodeURIComponent(name);
  const inQuery = new URLSearchParams(from.search).get("path"); // JupyterLite
  if (inQuery !== null) {
    const folder = inQuery.split("/").slice(0, -1);
    return `${from.pathname}?path=${[...folder, name].map(encodeURIComponent).join("/")}`;
  }
  const found = from.pathname.match(/^(.*?\/)(lab|doc|notebooks)(?:\/workspaces\/[^/]+)?(?:\/tree)?\/(.*)$/);
  if (!found) return file;
  const [, base, view, path] = found;
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
  return `${base}${view === "notebooks" ? "notebooks" : "doc/tree"}/${folder}${file}`;
}

/**
 * A link to a notebook. The extension saves this notebook first and opens the other where it belongs;
 * without it the link is followed.
 */
function notebookLink(props = {}, ...children) {
  const link = make("a", props, ...children);
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const detail = { notebook: link.dataset.notebook, at: link.dataset.at || "" };
    const open = new CustomEvent("mediakit:open", { bubbles: true, cancelable: true, detail });
    if (!link.dispatchEvent(open)) event.preventDefault();
  });
  return link;
}

function aim(link, notebook, at = "") {
  link.dataset.notebook = notebook;
  link.dataset.at = at;
  link.href = notebookUrl(notebook);
  return link;
}

/** A place that speaks: the same text twice is said twice. */
function speaker() {
  const node = make("p", { className: "mk-c-said", role: "status", hidden: true });
  return {
    node,
    say(text) {
      node.hidden = text === "";
      node.textContent = "";
      node.textContent = text;
    },
  };
}

/**
 * Ask Python for something. Where no answer comes, `asleep` says that the cell must run again: a saved
 * page looks alive without a kernel.
 */
function asking(model, asleep) {
  let waiting = 0;
  model.on("msg:custom", () => clearTimeout(waiting));
  return (message) => {
    clearTimeout(waiting);
    waiting = setTimeout(asleep, 6000);
    try {
      model.send(message);
    } catch {
      asleep();
    }
  };
}

/** A button that unfolds a panel; Esc folds it again. `opened` is called when it opens. */
function unfolding(label, panel, opened = () => {}) {
  panel.id ||= newId("panel");
  panel.hidden = true;
  const button = make("button", { type: "button", "aria-expanded": "false", "aria-controls": panel.id }, label);
  function set(open) {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) opened();
  }
  button.addEventListener("click", () => set(panel.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    set(false);
    button.focus();
  });
  button.fold = () => set(false);
  button.unfold = () => set(true);
  return button;
}

/** A field for a name with its button; `give` gets a name that isn't empty. */
function nameForm(label, button, give) {
  const id = newId("name");
  const field = make("input", { id, type: "text", maxlength: "60", autocomplete: "off", required: true });
  const form = make(
    "form",
    { className: "mk-c-form" },
    make("label", { for: id }, label),
    field,
    make("button", { type: "submit", className: "mk-c-button" }, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (name) give(name);
    field.value = "";
  });
  form.field = field;
  return form;
}

const AIDS = "mediakit:aids";

function readAids() {
  try {
    return JSON.parse(localStorage.getItem(AIDS)) || {};
  } catch {
    return {};
  }
}

function wearAids(root) {
  const aids = readAids();
  root.classList.toggle("mk-spaced", Boolean(aids.spacing));
  root.classList.toggle("mk-line-focus", Boolean(aids.focus));
}

/** Keep a reading aid for every page of this browser; pages that are open hear of it. */
function keepAid(name, on) {
  try {
    localStorage.setItem(AIDS, JSON.stringify({ spacing: false, focus: false, ...readAids(), [name]: on }));
  } catch {
    // A browser that keeps nothing: the aid holds on this page only as long as nothing redraws it.
  }
  window.dispatchEvent(new CustomEvent(AIDS));
}

function followAids(root) {
  const wear = () => wearAids(root);
  for (const name of ["storage", AIDS]) window.addEventListener(name, wear);
  wear();
  return () => ["storage", AIDS].forEach((name) => window.removeEventListener(name, wear));
}
