// The marking surface: a person marks runs of words, or sentences, with the mouse or the keyboard.

function drawMarking(context, root) {
  const { model, exercise } = context;
  const bySentence = exercise.unit === "sentences";
  const several = exercise.labels.length > 1;
  let label = exercise.labels[0].id;
  const nameOf = Object.fromEntries(exercise.labels.map((one) => [one.id, one.name]));
  const history = [];

  const runs = () => model.get("given").runs || {};
  const runsOf = (slug) => runs()[slug];
  function change(next, words) {
    history.push(JSON.stringify(runs()));
    context.give({ runs: next });
    context.announce(words);
    redraw();
  }

  const help = make(
    "p",
    { class: "mk-small", id: newId("help") },
    bySentence
      ? "Click a sentence to mark it, click again to unmark. Keys: arrows move, Space marks, Ctrl+Z undoes."
      : "Drag over the words you mean; click a mark to remove it. Keys: ← → move by word, ↑ ↓ by sentence, " +
          "Shift+arrow takes in more, Space marks, Delete unmarks, Ctrl+Z undoes.",
  );
  if (exercise.texts.some((text) => text.links.length)) {
    help.append(" Words with dots under them were links in the story online.");
  }
  root.append(help);
  if (several) root.append(drawLabels());
  const texts = exercise.texts.map((text, n) => drawText(text, n));

  function drawLabels() {
    const row = make("div", { class: "mk-tools", role: "group", "aria-label": "Mark as" }, "Mark as: ");
    exercise.labels.forEach((one, n) => {
      row.append(
        button(`${n + 1} ${one.name}`, (event) => choose(one.id, event.currentTarget), {
          "aria-pressed": String(one.id === label),
          "data-label": one.id,
        }),
      );
    });
    return row;
  }

  function choose(id) {
    label = id;
    for (const node of root.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-pressed", String(node.dataset.label === id));
    }
    context.announce(`Marking ${nameOf[id]}.`);
  }

  function drawText(text, number) {
    const unitOf = []; // token index -> unit index, or -1 for what is no word
    const units = []; // [first token, last token]
    if (bySentence) {
      for (const sentence of text.sentences) units.push(sentence);
    } else {
      text.tokens.forEach((_, n) => text.words[n] === "1" && units.push([n, n]));
    }
    units.forEach(([first, last], n) => {
      for (let token = first; token <= last; token++) unitOf[token] = n;
    });
    const links = new Set(text.links);
    const nodes = []; // unit index -> its element
    const tokenNodes = [];
    const gapNodes = [];
    const heading = newId("text");
    const which = exercise.texts.length > 1 ? `Text ${number + 1} of ${exercise.texts.length} · ` : "";
    const made = text.invented ? " · invented for this course" : " · retold for this course";
    const box = make("div", {
      class: bySentence ? "mk-text mk-by-sentence" : "mk-text",
      role: "listbox",
      "aria-multiselectable": "true",
      "aria-labelledby": heading,
      "aria-describedby": help.id,
    });
    const numberOf = new Map(text.sentences.map(([first], n) => [first, n]));
    let paragraph = make("div", { class: text.headline ? "mk-title" : "mk-paragraph", role: "presentation" });
    box.append(paragraph);
    text.tokens.forEach((word, n) => {
      const gap = text.gaps[n];
      if (n && /\n\s*\n/.test(gap)) {
        paragraph = make("div", { class: "mk-paragraph", role: "presentation" });
        box.append(paragraph);
      }
      // Sentences have numbers to be spoken of by; the headline has none.
      const number = numberOf.get(n) ? make("sup", { class: "mk-number", "aria-hidden": "true" }, numberOf.get(n)) : null;
      const unit = unitOf[n];
      const starts = unit !== undefined && units[unit][0] === n;
      const space = n && gap && !/\n\s*\n/.test(gap) ? make("span", { class: "mk-gap", "data-n": n }, " ") : null;
      gapNodes[n] = space;
      const token = make("span", { class: links.has(n) ? "mk-token mk-link" : "mk-token", "data-n": n }, word);
      tokenNodes[n] = token;
      if (unit === undefined) {
        paragraph.append(...[space, number, token].filter(Boolean));
      } else if (starts) {
        paragraph.append(...[space, number].filter(Boolean));
        nodes[unit] = make("span", {
          class: "mk-unit",
          role: "option",
          "aria-selected": "false",
          tabindex: "-1",
          "data-unit": unit,
        });
        nodes[unit].append(token);
        paragraph.append(nodes[unit]);
      } else {
        if (space) nodes[unit].append(space);
        nodes[unit].append(token);
      }
    });

    const list = make("ol", { class: "mk-list", "aria-label": `Your marks in ${text.title}` });
    const nothing = button("Nothing here", () => setNothing(), { "aria-pressed": "false" });
    const count = make("span", { class: "mk-small" });
    const own = button("Show which words are the paper's own (the rest is retold)", () => {
      own.setAttribute("aria-pressed", String(own.getAttribute("aria-pressed") !== "true"));
      redrawText();
    }, { "aria-pressed": "false" });
    root.append(
      make(
        "section",
        { class: "mk-story", "aria-labelledby": heading },
        make("p", { class: "mk-small", id: heading }, `${which}${text.outlet}, ${text.date}${made}`),
        box,
        make("div", { class: "mk-tools" }, nothing, count, own),
        list,
      ),
    );

    // ── the caret and the selection, in units ──
    let caret = 0;
    let anchor = null;
    const extent = () => (anchor === null ? [caret, caret] : [Math.min(anchor, caret), Math.max(anchor, caret)]);
    const wordsOf = (first, last) => {
      let words = "";
      for (let n = first; n <= last; n++) words += (n > first ? text.gaps[n].replace(/\s+/g, " ") : "") + text.tokens[n];
      return words;
    };
    if (nodes.length) nodes[0].tabIndex = 0;

    function move(to, extending) {
      to = Math.max(0, Math.min(nodes.length - 1, to));
      if (extending && anchor === null) anchor = caret;
      if (!extending) anchor = null;
      nodes[caret].tabIndex = -1;
      caret = to;
      nodes[caret].tabIndex = 0;
      nodes[caret].focus();
      preview(extent());
      if (anchor !== null) {
        const [from, until] = extent();
        context.announce(`${until - from + 1} selected: ${wordsOf(units[from][0], units[until][1])}`);
      }
    }

    function preview(range) {
      const [from, until] = range && (range[0] !== range[1] || anchor !== null) ? range : [1, 0];
      nodes.forEach((node, n) => node.classList.toggle("mk-selecting", n >= from && n <= until));
      gapNodes.forEach((node, n) => {
        const inside = from <= until && n > units[from][0] && n <= units[until][1];
        node?.classList.toggle("mk-selecting", inside);
      });
    }

    const sentenceAt = (unit) => text.sentences.findIndex(([first, last]) => units[unit][0] >= first && units[unit][0] <= last);
    const unitsIn = ([first, last]) => units.map((_, n) => n).filter((n) => units[n][0] >= first && units[n][1] <= last);
    function sentenceStep(by) {
      const next = text.sentences[sentenceAt(caret) + by];
      return next ? unitsIn(next)[0] : caret;
    }

    // ── changing marks ──
    const here = () => runsOf(text.slug) || [];
    const put = (next, words) => change({ ...runs(), [text.slug]: next }, words);
    function withoutText() {
      const rest = { ...runs() };
      delete rest[text.slug];
      return rest;
    }
    const sameRun = (a, b) => a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
    function remove(run) {
      const left = here().filter((one) => !sameRun(one, run));
      const words = `Unmarked: ${wordsOf(run[0], run[1])}.`;
      if (left.length) put(left, words);
      else change(withoutText(), words);
    }
    const at = (token) =>
      here()
        .filter(([first, last]) => first <= token && token <= last)
        .sort((a, b) => a[1] - a[0] - (b[1] - b[0]))[0];

    function commit() {
      const [from, until] = extent();
      anchor = null;
      preview(null);
      if (bySentence) {
        toggleSentences(from, until);
        return;
      }
      const run = [units[from][0], units[until][1], label];
      const same = here().find((one) => sameRun(one, run));
      if (same) return remove(same);
      // A wider or narrower mark of the same label takes the place of the one before. Only what is
      // said can lie inside something else that is said.
      const replaced = (one) => {
        if (one[2] !== label || one[1] < run[0] || run[1] < one[0]) return false;
        const nested = (one[0] >= run[0] && one[1] <= run[1]) || (run[0] >= one[0] && run[1] <= one[1]);
        return label !== "content" || !nested;
      };
      const kept = here().filter((one) => !replaced(one));
      const inside = kept.some((one) => one[2] === label && one[0] <= run[1] && run[0] <= one[1]);
      const as = several ? ` as ${nameOf[label]}` : "";
      const instead = kept.length < here().length ? ", in the place of the mark before" : "";
      const twice = inside ? " One mark lies inside another: remove the one you don't want." : "";
      put([...kept, run].sort((a, b) => a[0] - b[0] || a[1] - b[1]), `Marked${as}: ${wordsOf(run[0], run[1])}${instead}.${twice}`);
      if (twice) context.say(twice.trim());
    }

    function toggleSentences(from, until) {
      let next = here();
      const words = [];
      for (let unit = from; unit <= until; unit++) {
        const [first, last] = units[unit];
        const known = next.find((one) => one[0] <= last && first <= one[1]);
        next = known ? next.filter((one) => one !== known) : [...next, [first, last, label]];
        words.push(`${known ? "Unmarked" : "Marked"}: ${wordsOf(first, last)}`);
      }
      next.sort((a, b) => a[0] - b[0]);
      if (next.length) put(next, words.join(" "));
      else change(withoutText(), words.join(" "));
    }

    function setNothing() {
      if (runsOf(text.slug) && !here().length) change(withoutText(), "“Nothing here” is taken back.");
      else put([], `You say: nothing here, in ${text.title}.`);
    }

    // ── keys ──
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const steps = {
        ArrowRight: () => move(caret + 1, event.shiftKey),
        ArrowLeft: () => move(caret - 1, event.shiftKey),
        ArrowDown: () => move(bySentence ? caret + 1 : sentenceStep(1), event.shiftKey),
        ArrowUp: () => move(bySentence ? caret - 1 : sentenceStep(-1), event.shiftKey),
        Home: () => move(bySentence ? 0 : unitsIn(text.sentences[sentenceAt(caret)])[0], event.shiftKey),
        End: () => move(bySentence ? nodes.length - 1 : unitsIn(text.sentences[sentenceAt(caret)]).at(-1), event.shiftKey),
        " ": () => (anchor === null && !bySentence && at(units[caret][0]) ? remove(at(units[caret][0])) : commit()),
        Escape: () => move(caret, false),
        Delete: () => at(units[caret][0]) && remove(at(units[caret][0])),
      };
      steps.Enter = steps[" "];
      steps.Backspace = steps.Delete;
      const number = Number(event.key);
      if (several && number >= 1 && number <= exercise.labels.length) choose(exercise.labels[number - 1].id);
      else if (steps[event.key]) steps[event.key]();
      else return;
      event.preventDefault();
    });

    // ── mouse and pen ──
    function unitAt(event) {
      const node = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("[data-n]");
      if (!node || !box.contains(node)) return null;
      let token = Number(node.dataset.n);
      // What stands before a word belongs to it, and so does what stands behind it.
      const by = /^[“‘(\[]$/.test(text.tokens[token]) ? 1 : -1;
      while (token >= 0 && token < text.tokens.length && unitOf[token] === undefined) token += by;
      return unitOf[token] ?? null;
    }
    let dragging = false;
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary || root.disabled) return;
      const unit = unitAt(event);
      if (unit === null) return;
      event.preventDefault();
      dragging = true;
      nodes[caret].tabIndex = -1;
      anchor = caret = unit;
      nodes[caret].tabIndex = 0;
      nodes[caret].focus({ preventScroll: true });
      preview(extent());
    });
    const onMove = (event) => {
      if (!dragging || !event.isPrimary) return;
      const unit = unitAt(event);
      if (unit === null || unit === caret) return;
      nodes[caret].tabIndex = -1;
      caret = unit;
      nodes[caret].tabIndex = 0;
      preview(extent());
    };
    const onUp = () => {
      if (!dragging) return;
      dragging = false;
      const known = anchor === caret && !bySentence ? at(units[caret][0]) : null;
      if (known) {
        anchor = null;
        preview(null);
        remove(known);
      } else commit();
    };
    const onCancel = () => {
      // A finger that began on the text went on to scroll the page.
      dragging = false;
      anchor = null;
      preview(null);
    };
    document.addEventListener("pointermove", onMove);
    document.addEventListener("pointerup", onUp);
    document.addEventListener("pointercancel", onCancel);

    // ── drawing marks ──
    let listed = "[]";
    function redrawText() {
      const marks = here();
      const answered = runsOf(text.slug) !== undefined;
      const checked = (context.state().verdicts || {})[text.slug] || [];
      const verdictOf = (run) => checked.find((one) => one[0] === run[0] && one[1] === run[1])?.[2];
      const classes = ["mk-on", "mk-in", "mk-start", "mk-end", "mk-hit", "mk-half", "mk-alarm", "mk-missed", "mk-arguable"];
      for (const node of [...tokenNodes, ...gapNodes]) node?.classList.remove(...classes);
      for (const node of tokenNodes) {
        delete node.dataset.before;
        delete node.dataset.after;
      }
      const kept = (context.state().kept || {})[text.slug] || [];
      own.hidden = !kept.length;
      const underlined = own.getAttribute("aria-pressed") === "true" ? kept : [];
      tokenNodes.forEach((node, n) => node.classList.toggle("mk-kept", underlined.includes(n)));
      const states = nodes.map(() => []);
      const draw = ([first, last], name, tag, told) => {
        for (let n = first; n <= last; n++) {
          tokenNodes[n].classList.add("mk-on", name);
          if (n > first) gapNodes[n]?.classList.add("mk-on", name);
          if (unitOf[n] !== undefined && !states[unitOf[n]].includes(told)) states[unitOf[n]].push(told);
        }
        tokenNodes[first].classList.add("mk-start");
        tokenNodes[last].classList.add("mk-end");
        tokenNodes[first].dataset.before = `${tokenNodes[first].dataset.before || ""}[`;
        tokenNodes[last].dataset.after = `]${tag}${tokenNodes[last].dataset.after || ""}`;
      };
      const names = { hit: "mk-hit", half: "mk-half", "false alarm": "mk-alarm", place: "mk-alarm", arguable: "mk-arguable" };
      marks.forEach((run, n) => {
        const verdict = verdictOf(run);
        const sign = verdict ? VERDICTS[verdict][0] : "";
        const kind = several ? ` ${nameOf[run[2]]}` : "";
        const told = verdict ? `, ${VERDICTS[verdict][1]}` : "";
        draw(run, names[verdict] || "mk-in", `${n + 1}${sign}`, `mark ${n + 1}${kind}${told}`);
      });
      for (const [first, last, verdict] of checked) {
        const known = marks.some((run) => run[0] === first && run[1] === last);
        if (verdict === "missed" && !known) draw([first, last], "mk-missed", "○", "missed");
      }
      nodes.forEach((node, n) => {
        const marked = marks.some((run) => units[n][0] >= run[0] && units[n][1] <= run[1]);
        node.setAttribute("aria-selected", String(marked));
        if (states[n].length) node.setAttribute("aria-label", `${wordsOf(...units[n])} (${states[n].join("; ")})`);
        else node.removeAttribute("aria-label");
      });
      nothing.setAttribute("aria-pressed", String(answered && !marks.length));
      count.textContent = !answered
        ? " Not answered yet."
        : marks.length
          ? ` ${marks.length} mark${marks.length > 1 ? "s" : ""}.`
          : " Your answer: nothing here.";
      // A list that is drawn again under somebody's finger loses the click: only when it has changed.
      if (listed === JSON.stringify(marks)) return;
      listed = JSON.stringify(marks);
      list.replaceChildren(
        ...marks.map((run, n) => {
          const words = wordsOf(run[0], run[1]);
          const kind = several ? `${nameOf[run[2]]}: ` : "";
          const shown = words.length > 90 ? `${words.slice(0, 60)} … ${words.slice(-20)}` : words;
          const drop = button("Remove", () => {
            remove(run);
            (list.querySelector("button") || nothing).focus();
          }, { "aria-label": `Remove mark ${n + 1}: ${shown}` });
          return make("li", {}, `${kind}${shown} `, drop);
        }),
      );
    }
    return {
      redrawText,
      close() {
        document.removeEventListener("pointermove", onMove);
        document.removeEventListener("pointerup", onUp);
        document.removeEventListener("pointercancel", onCancel);
      },
    };
  }

  function redraw() {
    texts.forEach((text) => text.redrawText());
  }
  function undo() {
    if (!history.length) return context.say("There is nothing to undo.");
    context.give({ runs: JSON.parse(history.pop()) });
    context.say("Undone.");
    redraw();
  }
  function reset() {
    if (!Object.keys(runs()).length) return context.say("There is nothing to reset.");
    change({}, "All marks are removed.");
    context.say("All marks are removed. Undo brings them back.");
  }
  const forget = () => history.splice(0);
  return { redraw, undo, reset, forget, close: () => texts.forEach((text) => text.close()) };
}

export default { render: (view) => drawSurface(view, drawMarking) };
