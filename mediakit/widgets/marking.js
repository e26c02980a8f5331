// Marking: a person marks runs of words, or sentences, with mouse, finger or keyboard.

function drawMarking(context) {
  const { model, exercise } = context;
  const bySentence = exercise.unit === "sentences";
  const several = exercise.labels.length > 1;
  const nameOf = Object.fromEntries(exercise.labels.map((one) => [one.id, one.name]));
  const history = [];
  let label = exercise.labels[0].id;
  const byFinger = matchMedia("(pointer: coarse)").matches;
  let twoSteps = false; // first word, then last word: for whoever can't drag

  const runs = () => model.get("given").runs || {};
  function change(next, words) {
    history.push(JSON.stringify(runs()));
    context.give({ runs: next });
    context.announce(words);
    draw();
  }

  const help = make("p", { class: "mk-small mk-help", id: newId("help") });
  const labels = several ? drawLabels() : null;
  context.story.append(...[labels, help].filter(Boolean));
  const editors = [];
  const tabs = drawTexts(context, context.story, (text, n, panel, caption) => editors.push(drawEditor(text, n, panel, caption)));
  context.onShow = () => draw();
  const shown = () => editors[tabs.shown()];

  const nothing = button("Nothing here", () => shown().setNothing(), { "aria-pressed": "false" });
  const steps = button("First word, last word", () => {
    twoSteps = !twoSteps;
    draw();
  }, { "aria-pressed": "false", title: "Click the first word, then the last one, instead of dragging" });
  const own = button("Which words are the paper's own?", () => {
    own.setAttribute("aria-pressed", String(own.getAttribute("aria-pressed") !== "true"));
    draw();
  }, { class: "mk-quiet", "aria-pressed": "false" });
  const list = make("ol", { class: "mk-list mk-marks" });
  const count = make("p", { class: "mk-small" });
  context.answer.append(make("h4", {}, "Your marks"), count, list);
  context.story.append(own);

  function drawLabels() {
    const row = make("div", { class: "mk-labels", role: "group", "aria-label": "Mark as" }, "Mark as: ");
    exercise.labels.forEach((one, n) => {
      row.append(button(`${n + 1} ${one.name}`, () => pick(one.id), { "aria-pressed": String(one.id === label), "data-label": one.id }));
    });
    return row;
  }
  function pick(id) {
    label = id;
    for (const node of labels.querySelectorAll("[data-label]")) node.setAttribute("aria-pressed", String(node.dataset.label === id));
    context.announce(`Marking ${nameOf[id]}.`);
  }

  function drawEditor(text, number, panel, caption) {
    const unitOf = []; // token index -> unit index, or undefined for what is no word
    const units = []; // [first token, last token]
    if (bySentence) for (const sentence of text.sentences) units.push(sentence);
    else text.tokens.forEach((_, n) => text.words[n] === "1" && units.push([n, n]));
    units.forEach(([first, last], n) => {
      for (let token = first; token <= last; token++) unitOf[token] = n;
    });
    const links = new Set(text.links);
    const nodes = []; // unit index -> its element
    const tokenNodes = [];
    const gapNodes = [];
    const box = make("div", {
      class: bySentence ? "mk-text mk-by-sentence" : "mk-text",
      role: "listbox",
      "aria-multiselectable": "true",
      "aria-labelledby": caption.id,
      "aria-describedby": help.id,
    });
    const read = make("div", { class: "mk-text mk-read", hidden: true });
    panel.append(box, read);
    const numberOf = new Map(text.sentences.map(([first], n) => [first, n]));
    let paragraph = make("div", { class: text.headline ? "mk-title" : "mk-paragraph", role: "presentation" });
    box.append(paragraph);
    text.tokens.forEach((word, n) => {
      const gap = text.gaps[n];
      if (n && isBreak(gap)) {
        paragraph = make("div", { class: "mk-paragraph", role: "presentation" });
        box.append(paragraph);
      }
      // Sentences have numbers to be spoken of by; the headline has none.
      const numeral = numberOf.get(n) ? make("sup", { class: "mk-number", "aria-hidden": "true" }, numberOf.get(n)) : null;
      const unit = unitOf[n];
      const starts = unit !== undefined && units[unit][0] === n;
      const space = n && gap && !isBreak(gap) ? make("span", { class: "mk-gap", "data-n": n }, " ") : null;
      gapNodes[n] = space;
      const token = make("span", { class: links.has(n) ? "mk-token mk-link" : "mk-token", "data-n": n }, word);
      tokenNodes[n] = token;
      const before = [space, numeral].filter(Boolean);
      if (unit === undefined) paragraph.append(...before, token);
      else if (starts) {
        nodes[unit] = make("span", { class: "mk-unit", role: "option", "aria-selected": "false", tabindex: "-1", "data-unit": unit }, token);
        paragraph.append(...before, nodes[unit]);
      } else nodes[unit].append(...before, token);
    });

    // ── the caret and the selection, in units ──
    let caret = 0;
    let anchor = null;
    let waiting = false; // the first word is chosen, the last one isn't yet
    const extent = () => (anchor === null ? [caret, caret] : [Math.min(anchor, caret), Math.max(anchor, caret)]);
    if (nodes.length) nodes[0].tabIndex = 0;

    function settle(to, focus) {
      nodes[caret].tabIndex = -1;
      caret = Math.max(0, Math.min(nodes.length - 1, to));
      nodes[caret].tabIndex = 0;
      if (focus) nodes[caret].focus({ preventScroll: focus === "still" });
    }
    function move(to, extending) {
      if (extending && anchor === null) anchor = caret;
      if (!extending && !waiting) stop();
      settle(to, true);
      preview(extent());
      if (anchor !== null) {
        const [from, until] = extent();
        context.announce(`${until - from + 1} selected: ${wordsOf(text, units[from][0], units[until][1])}`);
      }
    }
    function stop() {
      if (waiting) context.say("");
      anchor = null;
      waiting = false;
      preview(null);
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
    const here = () => runs()[text.slug] || [];
    const put = (next, words) => change({ ...runs(), [text.slug]: next }, words);
    function withoutText() {
      const rest = { ...runs() };
      delete rest[text.slug];
      return rest;
    }
    const sameRun = (a, b) => a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
    function remove(run) {
      const left = here().filter((one) => !sameRun(one, run));
      const words = `Unmarked: ${wordsOf(text, run[0], run[1])}.`;
      if (left.length) put(left, words);
      else change(withoutText(), words);
    }
    const at = (token) =>
      here()
        .filter(([first, last]) => first <= token && token <= last)
        .sort((a, b) => a[1] - a[0] - (b[1] - b[0]))[0];

    function begin() {
      anchor = caret;
      waiting = true;
      preview(extent());
      context.say(`First word: ${wordsOf(text, ...units[caret])}. Now the last word, or the same again.`);
    }

    function commit() {
      const [from, until] = extent();
      stop();
      if (bySentence) return toggleSentences(from, until);
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
      const words = wordsOf(text, run[0], run[1]);
      put([...kept, run].sort((a, b) => a[0] - b[0] || a[1] - b[1]), `Marked${as}: ${words}${instead}.${twice}`);
      if (twice) context.say(twice.trim());
    }

    function toggleSentences(from, until) {
      let next = here();
      const words = [];
      for (let unit = from; unit <= until; unit++) {
        const [first, last] = units[unit];
        const known = next.find((one) => one[0] <= last && first <= one[1]);
        next = known ? next.filter((one) => one !== known) : [...next, [first, last, label]];
        words.push(`${known ? "Unmarked" : "Marked"}: ${wordsOf(text, first, last)}`);
      }
      next.sort((a, b) => a[0] - b[0]);
      if (next.length) put(next, words.join(" "));
      else change(withoutText(), words.join(" "));
    }

    function setNothing() {
      if (runs()[text.slug] && !here().length) change(withoutText(), "“Nothing here” is taken back.");
      else {
        const gone = here().length;
        const told = gone ? ` Your ${gone} mark${gone > 1 ? "s are" : " is"} gone: Undo brings ${gone > 1 ? "them" : "it"} back.` : "";
        put([], `You say: nothing here, in ${text.title}.${told}`);
        if (told) context.say(told.trim());
      }
    }

    // ── keys: Space marks; Enter and letters do nothing here ──
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const steps = {
        ArrowRight: () => move(caret + 1, event.shiftKey),
        ArrowLeft: () => move(caret - 1, event.shiftKey),
        ArrowDown: () => move(bySentence ? caret + 1 : sentenceStep(1), event.shiftKey),
        ArrowUp: () => move(bySentence ? caret - 1 : sentenceStep(-1), event.shiftKey),
        Home: () => move(bySentence ? 0 : unitsIn(text.sentences[sentenceAt(caret)])[0], event.shiftKey),
        End: () => move(bySentence ? nodes.length - 1 : unitsIn(text.sentences[sentenceAt(caret)]).at(-1), event.shiftKey),
        " ": () => {
          if (waiting || anchor !== null || bySentence) return commit();
          const known = at(units[caret][0]);
          if (known) remove(known);
          else if (twoSteps) begin();
          else commit();
        },
        Escape: () => {
          stop();
          move(caret, false);
        },
        Delete: () => at(units[caret][0]) && remove(at(units[caret][0])),
      };
      steps.Backspace = steps.Delete;
      const number = Number(event.key);
      if (several && number >= 1 && number <= exercise.labels.length) pick(exercise.labels[number - 1].id);
      else if (steps[event.key]) steps[event.key]();
      else return;
      event.preventDefault();
    });

    // ── mouse, pen and finger ──
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
    let last = [null, 0]; // the unit that was clicked last, and when: a double click is one click
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary || box.closest("fieldset").disabled) return;
      const unit = unitAt(event);
      if (unit === null) return;
      event.preventDefault();
      dragging = true;
      if (waiting) return settle(unit, "still");
      if (event.shiftKey && anchor === null) anchor = caret;
      else if (!event.shiftKey) anchor = unit;
      settle(unit, "still");
      preview(extent());
    });
    const onMove = (event) => {
      if (!dragging || !event.isPrimary || (event.pointerType === "touch" && !waiting)) return;
      const unit = unitAt(event);
      if (unit === null || unit === caret) return;
      settle(unit, false);
      preview(extent());
    };
    const onUp = (event) => {
      if (!dragging) return;
      dragging = false;
      const double = last[0] === caret && performance.now() - last[1] < 450;
      last = [caret, performance.now()];
      if (double && !waiting) return stop();
      if (waiting) return commit();
      const known = anchor === caret && !bySentence ? at(units[caret][0]) : null;
      if (known) {
        stop();
        remove(known);
      } else if (!bySentence && anchor === caret && (twoSteps || event.pointerType === "touch")) {
        begin();
        last = [null, 0];
      } else commit();
    };
    const onCancel = () => {
      // A finger that began on the text went on to scroll the page.
      dragging = false;
      if (!waiting) stop();
    };
    document.addEventListener("pointermove", onMove);
    document.addEventListener("pointerup", onUp);
    document.addEventListener("pointercancel", onCancel);

    // ── drawing marks ──
    function drawEdit() {
      const marks = here();
      for (const node of [...tokenNodes, ...gapNodes]) node?.classList.remove("mk-on", "mk-start", "mk-end");
      for (const node of tokenNodes) {
        delete node.dataset.before;
        delete node.dataset.after;
      }
      const states = nodes.map(() => []);
      marks.forEach(([first, last, as], n) => {
        for (let token = first; token <= last; token++) {
          tokenNodes[token].classList.add("mk-on");
          if (token > first) gapNodes[token]?.classList.add("mk-on");
          const told = `mark ${n + 1}${several ? ` ${nameOf[as]}` : ""}`;
          if (unitOf[token] !== undefined && !states[unitOf[token]].includes(told)) states[unitOf[token]].push(told);
        }
        tokenNodes[first].classList.add("mk-start");
        tokenNodes[last].classList.add("mk-end");
        tokenNodes[first].dataset.before = `${tokenNodes[first].dataset.before || ""}[`;
        tokenNodes[last].dataset.after = `]${n + 1}${tokenNodes[last].dataset.after || ""}`;
      });
      nodes.forEach((node, n) => {
        node.setAttribute("aria-selected", String(marks.some((run) => units[n][0] >= run[0] && units[n][1] <= run[1])));
        if (states[n].length) node.setAttribute("aria-label", `${wordsOf(text, ...units[n])} (${states[n].join("; ")})`);
        else node.removeAttribute("aria-label");
      });
    }
    function drawRead() {
      const state = context.state();
      const kept = own.getAttribute("aria-pressed") === "true" ? (state.kept || {})[text.slug] || [] : [];
      const found = feedbackNotes(state, text.slug);
      // A pre-test tells nothing, and shows what was kept.
      const notes = exercise.pretest ? here().map((run, n) => ({ runs: [run], look: "asked", label: `mark ${n + 1}`, tag: "" })) : found;
      read.replaceChildren(...drawWords(text, notes, { kept, chosen: context.chosen(), open: context.choose }));
    }
    let drawn = "";
    return {
      text,
      here,
      stop,
      waitsFor: () => (waiting ? wordsOf(text, ...units[caret]) : ""),
      remove,
      setNothing,
      answered: () => runs()[text.slug] !== undefined,
      draw() {
        const review = context.reviewing();
        box.hidden = review;
        read.hidden = !review;
        // What is drawn again under somebody's finger loses the click: only when it has changed.
        const now = JSON.stringify([review, here(), review && [context.state().feedback, context.chosen(), own.getAttribute("aria-pressed")]]);
        if (now === drawn) return;
        drawn = now;
        if (!review) return drawEdit();
        const focused = read.contains(document.activeElement) ? document.activeElement.dataset.told : null;
        const card = read.querySelector(".mk-card"); // it stands in the text where there is one column
        drawRead();
        if (card) read.append(card);
        if (focused) read.querySelector(`[data-told="${focused}"]`)?.focus({ preventScroll: true });
      },
      close() {
        document.removeEventListener("pointermove", onMove);
        document.removeEventListener("pointerup", onUp);
        document.removeEventListener("pointercancel", onCancel);
      },
    };
  }

  let listed = "";
  function drawList() {
    const { text, here, remove, answered } = shown();
    const marks = here();
    nothing.setAttribute("aria-pressed", String(answered() && !marks.length));
    count.textContent = marks.length ? "" : answered() ? "Your answer: nothing here." : "None yet.";
    const now = JSON.stringify([text.slug, marks, context.reviewing()]);
    if (now === listed) return;
    listed = now;
    list.setAttribute("aria-label", `Your marks in ${text.title}`);
    list.replaceChildren(
      ...marks.map((run, n) => {
        const words = wordsOf(text, run[0], run[1]);
        const kind = several ? make("span", { class: "mk-small" }, `${nameOf[run[2]]}: `) : null;
        const drop = button("✕", () => {
          shown().stop();
          remove(run);
          (list.querySelectorAll("button")[Math.min(n, marks.length - 2)] || nothing).focus();
        }, { class: "mk-quiet mk-drop", "aria-label": `Remove mark ${n + 1}: ${words}`, title: "Remove" });
        return make("li", {}, kind, words, " ", context.reviewing() ? null : drop);
      }),
    );
  }

  function draw() {
    const review = context.reviewing();
    editors.forEach((editor, n) => {
      editor.draw();
      const marks = editor.here().length;
      tabs.tell(n, review ? "" : marks ? `${marks} mark${marks > 1 ? "s" : ""}` : editor.answered() ? "nothing here" : "open");
    });
    drawList();
    help.hidden = review;
    const links = exercise.texts.some((text) => text.links.length) ? " Words with dots under them were links." : "";
    help.textContent = bySentence
      ? byFinger
        ? "Tap a sentence to mark it, tap again to unmark."
        : "Click a sentence to mark it, click again to unmark. Keys: arrows move, Space marks."
      : (byFinger
          ? "Tap the first word of a mark, then its last word; tap a mark to remove it."
          : `${twoSteps ? "Click the first word of a mark, then its last word" : "Click a word or drag over several"}; click a mark to remove it.` +
            " Keys: arrows move, Shift+arrow takes in more, Space marks.") + links;
    steps.setAttribute("aria-pressed", String(twoSteps));
    if (labels) labels.hidden = review;
    own.hidden = !review || !(context.state().kept || {})[shown().text.slug];
    steps.hidden = review || bySentence;
  }

  return {
    draw,
    reveal(slug) {
      const n = exercise.texts.findIndex((text) => text.slug === slug);
      if (n >= 0 && tabs.shown() !== n) tabs.show(n);
    },
    tools: () => (bySentence || byFinger ? [nothing] : [nothing, steps]),
    begun() {
      const word = shown().waitsFor();
      return word ? `You chose a first word, “${word}”, and no last one. Choose it, or press Check again to leave it out.` : "";
    },
    drop: () => editors.forEach((editor) => editor.stop()),
    /** Show the first text that has no answer yet. */
    toOpen() {
      const n = editors.findIndex((editor) => !editor.answered());
      if (n >= 0 && n !== tabs.shown()) tabs.show(n);
    },
    undo() {
      if (shown().waitsFor()) return shown().stop();
      if (!history.length) return context.say("There is nothing to undo.");
      context.give({ runs: JSON.parse(history.pop()) });
      context.say("Undone.");
      draw();
    },
    reset() {
      shown().stop();
      if (!Object.keys(runs()).length) return context.say("There is nothing to reset.");
      change({}, "All marks are removed.");
      context.say("All marks are removed. Undo brings them back.");
    },
    forget: () => history.splice(0),
    close: () => editors.forEach((editor) => editor.close()),
  };
}
