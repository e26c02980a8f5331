// The lessons page. Python tells what stands where; this draws it once and then only what has changed.

const KEYS = [
  ["Tab", "the next button or story"],
  ["Shift+Enter", "the next exercise"],
  ["← →, ↑ ↓", "in a story: word by word, sentence by sentence"],
  ["Shift+arrow", "take in more words"],
  ["Space", "mark, or choose"],
  ["Delete", "take a mark away"],
  ["Ctrl+Z", "undo"],
  ["Ctrl+S", "save the notebook"],
];

function drawPage({ model, el }) {
  const title = newId("title");
  const root = make("section", { className: "mk-course", "aria-labelledby": title });
  const letGo = [keepKeys(root), followAids(root)];
  const voice = speaker();
  const files = make("ul", { className: "mk-c-files", hidden: true });
  const ask = asking(model, () =>
    voice.say("Nothing answers. Run this page's cell again: in the menu, Run, then Run All Cells."),
  );

  // Above: who works here.
  const name = make("b");
  const working = make("span", {}, "Working as ", name);
  const nobody = make("span", {}, "Working without a name");
  const known = make("ul", { className: "mk-c-names", role: "list" });
  const other = nameForm("A new name", "Start", (given) => act({ do: "switch", name: given }));
  const otherPanel = make(
    "div",
    { className: "mk-c-panel", role: "group", "aria-label": "Somebody else" },
    make("p", {}, "Each name has its own answers on this computer. Nobody’s are lost."),
    known,
    other,
  );
  const whose = nameForm("Whose work is it?", "Hand in", (given) => act({ do: "hand in", name: given }));
  const whosePanel = make(
    "div",
    { className: "mk-c-panel", role: "group", "aria-label": "Hand in" },
    make("p", {}, "The name stands in the files for your teacher. You are asked once."),
    whose,
  );
  const somebody = unfolding("Somebody else", otherPanel, () => {
    handIn.setAttribute("aria-expanded", "false");
    whosePanel.hidden = true;
    (known.querySelector("button") || other.field).focus();
  });
  const handIn = make(
    "button",
    { type: "button", "aria-controls": (whosePanel.id = newId("panel")), "aria-expanded": "false" },
    "Hand in",
  );
  whosePanel.hidden = true;
  handIn.addEventListener("click", () => {
    somebody.fold();
    if (!model.get("page").ask) return act({ do: "hand in", name: "" });
    whosePanel.hidden = !whosePanel.hidden;
    handIn.setAttribute("aria-expanded", String(!whosePanel.hidden));
    if (!whosePanel.hidden) whose.field.focus();
  });
  whosePanel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") handIn.click(), handIn.focus();
  });
  function act(message) {
    files.hidden = true;
    ask(message);
  }
  const dot = () => make("span", { "aria-hidden": "true" }, " · ");
  const bar = make(
    "div",
    { className: "mk-c-bar" },
    make("span", {}, "How the news knows"),
    make("div", { className: "mk-c-who" }, working, nobody, dot(), somebody, dot(), handIn),
  );

  // The lessons.
  const lead = make("p", { className: "mk-c-lead" });
  const trouble = make("div", { className: "mk-c-trouble", role: "group", "aria-label": "Not read", hidden: true });
  const rows = new Map();
  const levels = make(
    "div",
    { className: "mk-c-levels" },
    model.get("page").levels.map((level) => {
      const heading = make("h2", { id: newId("level") }, level.name);
      const list = make("ol", { className: "mk-c-rows", role: "list", "aria-labelledby": heading.id });
      for (const one of level.rows) list.append(drawRow(one));
      return [heading, list];
    }),
  );
  function drawRow(one) {
    const parts = {
      link: notebookLink({ className: "mk-c-link" }, make("b", {}, one.number), ` ${one.title}`),
      minutes: make("span", { className: "mk-c-min" }, `${one.minutes} min`),
      fill: make("i"),
      word: make("span", { className: "mk-c-word" }),
      note: make("small"),
    };
    aim(parts.link, one.notebook);
    rows.set(one.number, parts);
    const track = make("span", { className: "mk-c-track", "aria-hidden": "true" }, parts.fill);
    return make("li", {}, parts.link, parts.minutes, track, parts.word, parts.note);
  }

  // Beside them: what to do next.
  const go = drawStep("mk-c-go");
  const again = drawStep("");
  function drawStep(kind) {
    const parts = { title: make("h2", { id: newId("step") }), say: make("p"), link: null, node: null };
    parts.link = notebookLink({ className: `mk-c-button ${kind}`, "aria-describedby": parts.title.id });
    parts.node = make("div", { className: "mk-c-card" }, parts.title, parts.say, parts.link);
    return parts;
  }
  function putStep(parts, step) {
    parts.node.hidden = !step;
    if (!step) return [parts.title, parts.say, parts.link].forEach((one) => put(one, ""));
    put(parts.title, step.title);
    put(parts.say, step.say);
    put(parts.link, step.button);
    aim(parts.link, step.notebook, step.at);
  }

  // Below: another edition, what is kept, keys and aids.
  const editionSay = make("p");
  const editionButton = make("button", { type: "button", className: "mk-c-button" });
  editionButton.addEventListener("click", () => act({ do: "edition", twin: !model.get("page").twin }));
  const edition = make("div", { className: "mk-c-panel" }, editionSay, editionButton);
  const kept = make("div", { className: "mk-c-panel" });
  const aids = [
    ["spacing", "Wider spacing"],
    ["focus", "Line focus: the rest is dimmed"],
  ].map(([aid, label]) => {
    const box = make("input", { type: "checkbox", id: newId("aid") });
    box.checked = Boolean(readAids()[aid]);
    box.addEventListener("change", () => keepAid(aid, box.checked));
    return make("p", { className: "mk-c-aid" }, box, make("label", { for: box.id }, label));
  });
  const keys = make(
    "div",
    { className: "mk-c-panel" },
    make("dl", {}, KEYS.map(([key, does]) => make("div", {}, make("dt", {}, key), make("dd", {}, does)))),
    aids,
  );
  const feet = [
    ["Another edition of the texts", edition],
    ["What is kept of my work, and where", kept],
    ["Keys and reading aids", keys],
  ].map(([label, panel]) => [unfolding(label, panel), panel]);
  const foot = make("div", { className: "mk-c-foot" }, feet.flat());

  root.append(
    bar,
    otherPanel,
    whosePanel,
    make(
      "div",
      { className: "mk-c-main" },
      make("h1", { id: title }, "How does a story know what it says?"),
      lead,
      make("div", { className: "mk-c-news" }, voice.node, files, trouble),
      make("div", { className: "mk-c-side" }, go.node, again.node),
      levels,
      foot,
    ),
  );
  el.append(root);

  function redraw() {
    const page = model.get("page");
    put(name, page.name);
    working.hidden = !page.name;
    nobody.hidden = Boolean(page.name);
    put(lead, page.lead);
    for (const level of page.levels) for (const one of level.rows) redrawRow(one);
    putStep(go, page.go);
    putStep(again, page.again);
    redrawNames(page);
    redrawLines(trouble, "p", page.unread);
    put(editionSay, page.edition);
    put(editionButton, page.editionButton);
    feet[0][0].hidden = !page.edition;
    if (!page.edition) feet[0][0].fold();
    redrawLines(kept, "p", page.kept, false);
  }
  function redrawRow(one) {
    const parts = rows.get(one.number);
    parts.fill.style.width = `${one.share}%`;
    parts.fill.classList.toggle("mk-c-some", one.share > 0);
    put(parts.word, one.word);
    put(parts.note, one.note);
    parts.link.closest("li").classList.toggle("mk-c-begun", one.word === "go on");
  }
  function redrawNames(page) {
    if (known.dataset.names === JSON.stringify(page.known)) return;
    known.dataset.names = JSON.stringify(page.known);
    known.hidden = page.known.length === 0;
    known.replaceChildren(
      ...page.known.map(([learner, shown]) => {
        const switchTo = () => act({ do: "switch", name: learner });
        return make("li", {}, make("button", { type: "button", className: "mk-c-button", onclick: switchTo }, shown));
      }),
    );
  }
  function redrawLines(node, tag, lines, hide = true) {
    const now = JSON.stringify(lines);
    if (node.dataset.lines === now) return;
    node.dataset.lines = now;
    if (hide) node.hidden = lines.length === 0;
    node.replaceChildren(...lines.map((line) => make(tag, {}, line)));
  }

  model.on("change:page", redraw);
  model.on("msg:custom", (told) => {
    // The focus stays where it makes sense: a panel that has done its work closes. The button that was pressed in it
    // may be gone by now, and the focus with it.
    const nowhere = document.activeElement === document.body || !document.activeElement;
    const inPanel = [otherPanel, whosePanel].find(
      (panel) => panel.contains(document.activeElement) || (nowhere && !panel.hidden),
    );
    if (told.done && inPanel) {
      somebody.fold();
      whosePanel.hidden = true;
      handIn.setAttribute("aria-expanded", "false");
      (inPanel === otherPanel ? somebody : handIn).focus();
    }
    if (told.say !== undefined) voice.say(told.say);
    redrawLines(files, "li", told.lines || []);
  });

  // Back from a lesson: what was done there stands here.
  let soon = 0;
  function refresh() {
    if (document.hidden) return;
    clearTimeout(soon);
    soon = setTimeout(() => model.send({ do: "refresh" }), 250);
  }
  document.addEventListener("visibilitychange", refresh);
  for (const event of ["pageshow", "focus"]) window.addEventListener(event, refresh);
  const inView = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && refresh());
  inView.observe(root);
  letGo.push(() => {
    clearTimeout(soon);
    inView.disconnect();
    document.removeEventListener("visibilitychange", refresh);
    for (const event of ["pageshow", "focus"]) window.removeEventListener(event, refresh);
  });
  redraw();
  return () => letGo.forEach((one) => one());
}

export default { render: drawPage };
