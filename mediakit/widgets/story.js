// A story in a surface: its tabs, its words as they are read, and what lies on them.

const isBreak = (gap) => /\n\s*\n/.test(gap);

/** The words from one token to another, on one line. */
function wordsOf(text, first, last) {
  let words = "";
  for (let n = first; n <= last; n++) words += (n > first ? text.gaps[n].replace(/\s+/g, " ") : "") + text.tokens[n];
  return words;
}

function captionOf(text, number, all) {
  const which = all > 1 ? `Text ${number + 1} of ${all} · ` : "";
  const made = text.invented ? "invented for this course" : "retold for this course";
  return `${which}${text.outlet} · ${text.date} · ${made}`;
}

/**
 * The texts of an exercise, one at a time under tabs where there are several.
 * `fill(text, number, panel)` draws a text into its panel. Returns {show, shown, tell}.
 */
function drawTexts(context, root, fill) {
  const texts = context.exercise.texts;
  let shown = 0;
  const panels = texts.map((text, n) => {
    const caption = make("p", { class: "mk-caption", id: newId("text") }, captionOf(text, n, texts.length));
    const panel = make("div", { class: "mk-panel", id: newId("panel") }, caption);
    fill(text, n, panel, caption);
    return panel;
  });
  const tabs = texts.map((text, n) =>
    make(
      "button",
      { type: "button", role: "tab", class: "mk-tab", id: newId("tab"), "aria-controls": panels[n].id, onclick: () => show(n) },
      make("span", { class: "mk-tab-title" }, text.title),
      make("span", { class: "mk-tab-state" }),
    ),
  );
  if (texts.length > 1) {
    const list = make("div", { class: "mk-tabs", role: "tablist", "aria-label": "Texts" }, tabs);
    list.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length].focus();
    });
    root.append(list);
    panels.forEach((panel, n) => {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tabs[n].id);
    });
  }
  root.append(...panels);
  function show(number) {
    shown = number;
    panels.forEach((panel, n) => (panel.hidden = n !== number));
    tabs.forEach((tab, n) => {
      tab.setAttribute("aria-selected", String(n === number));
      tab.tabIndex = n === number ? 0 : -1;
    });
    context.onShow?.();
  }
  show(0);
  return {
    show,
    shown: () => shown,
    tell: (number, words) => (tabs[number].lastChild.textContent = words ? ` · ${words}` : ""),
  };
}

/**
 * A text's paragraphs with notes on its words. A note is {runs, look, sign, told, label, tag}: with `told`, the number
 * of a feedback, its words open that; `tag` is a letter in front, `sign` one behind. Where notes lie inside each other
 * the innermost is drawn.
 */
function drawWords(text, notes, { kept = [], chosen = null, open = () => {} } = {}) {
  const over = text.tokens.map(() => null);
  const runs = notes.flatMap((note) => note.runs.map(([first, last]) => ({ note, first, last })));
  runs.sort((a, b) => b.last - b.first - (a.last - a.first));
  for (const { note, first, last } of runs) over.fill(note, first, last + 1);
  const lastOf = new Map();
  over.forEach((note, n) => note && lastOf.set(note, n));
  const numberOf = new Map(text.sentences.map(([first], n) => [first, n]));
  const links = new Set(text.links);
  const underlined = new Set(kept);
  const begun = new Set();
  const paragraphs = [];
  let paragraph = null;
  let piece = null;
  let under = null;
  text.tokens.forEach((word, n) => {
    const gap = text.gaps[n];
    const fresh = !paragraph || isBreak(gap);
    if (fresh) {
      paragraph = make("p", { class: !paragraphs.length && text.headline ? "mk-title" : "mk-paragraph" });
      paragraphs.push(paragraph);
      piece = null;
    }
    const note = over[n];
    const goesOn = piece && note === under && !fresh;
    const space = gap && !fresh && n ? " " : "";
    if (space) (goesOn ? piece : paragraph).append(space);
    const number = numberOf.get(n);
    if (number) (goesOn ? piece : paragraph).append(make("sup", { class: "mk-number" }, number));
    if (!goesOn && note) {
      piece = notePiece(text, note, begun, chosen, open);
      paragraph.append(piece);
    }
    under = note;
    if (!note) piece = null;
    const token = links.has(n) || underlined.has(n)
      ? make("span", { class: `${links.has(n) ? "mk-link" : ""} ${underlined.has(n) ? "mk-kept" : ""}` }, word)
      : word;
    (piece || paragraph).append(token);
    if (note?.sign && lastOf.get(note) === n) piece.append(make("span", { class: "mk-tag", "aria-hidden": "true" }, note.sign));
  });
  return paragraphs;
}

function notePiece(text, note, begun, chosen, open) {
  const first = !begun.has(note);
  begun.add(note);
  const piece = make("span", { class: `mk-m mk-is-${note.look}` });
  if (note.told !== undefined) {
    piece.dataset.told = note.told;
    piece.classList.toggle("mk-chosen", note.told === chosen);
    piece.setAttribute("role", "button");
    piece.setAttribute("aria-expanded", String(note.told === chosen));
    piece.setAttribute("aria-label", note.label);
    if (first) piece.tabIndex = 0;
    piece.addEventListener("click", () => open(note.told, {}));
    piece.addEventListener("keydown", (event) => {
      if ((event.key !== "Enter" && event.key !== " ") || event.shiftKey) return;
      event.preventDefault();
      open(note.told, { focus: true });
    });
  } else if (note.label) {
    piece.append(make("span", { class: "mk-hidden" }, `${note.label}: `));
  }
  if (first && note.tag) piece.append(make("span", { class: "mk-tag mk-tag-before", "aria-hidden": "true" }, note.tag));
  return piece;
}

/** The notes that the feedback of a text makes: each verdict at its words, of several at the same words the worst. */
function feedbackNotes(state, slug) {
  const known = new Set();
  const fresh = (runs) => known.size < known.add(JSON.stringify(runs)).size;
  return (state.feedback || [])
    .map((one, n) => ({ one, n }))
    .filter(({ one }) => one.text === slug && one.runs.length && fresh(one.runs))
    .map(({ one, n }) => {
      const [sign, look] = VERDICTS[one.verdict];
      return { runs: one.runs, look, sign, told: n, label: `${one.title}: ${one.words}` };
    });
}
