// The other kinds of exercise, in the browser's own controls, with the story they ask about beside them.

function drawForm(context) {
  const { model, exercise, answer: root } = context;
  const history = [];
  const given = () => model.get("given") || {};
  function change(next) {
    history.push(JSON.stringify(given()));
    context.give(next);
    draw();
  }

  // ── the story, with the words that are asked about ──
  const letters = Object.fromEntries((exercise.rows || []).map((row, n) => [row.id, String.fromCharCode(97 + n)]));
  const several = (exercise.rows || []).length > 1;
  const boxes = [];
  const tabs = exercise.texts.length
    ? drawTexts(context, context.story, (text, n, panel) => {
        const box = make("div", { class: "mk-text mk-read" });
        panel.append(box);
        boxes.push(box);
      })
    : null;
  function drawStories() {
    const state = context.state();
    exercise.texts.forEach((text, n) => {
      const found = context.reviewing() ? feedbackNotes(state, text.slug) : [];
      const told = new Set(found.map((note) => JSON.stringify(note.runs)));
      const asked = (exercise.rows || [])
        .filter((row) => row.text === text.slug && !told.has(JSON.stringify(row.runs)))
        .map((row) => ({ runs: row.runs, look: "asked", label: "asked about", tag: several ? letters[row.id] : "" }));
      const card = boxes[n].querySelector(".mk-card");
      boxes[n].replaceChildren(...drawWords(text, [...asked, ...found], { chosen: context.chosen(), open: context.choose }));
      if (card) boxes[n].append(card);
    });
  }

  let begun = () => ""; // what is chosen and not yet part of the answer
  const kinds = { choose, classify, order, estimate, connect, write };
  const part = kinds[exercise.kind]();
  let drawn = "";
  let drawnStories = "";
  function draw() {
    // What is drawn again under somebody's finger loses the click: only when it has changed.
    const state = context.state();
    const review = context.reviewing();
    const now = JSON.stringify([given(), review, state.locked, review && state.feedback]);
    if (now !== drawn) part(given(), review ? state.feedback : []);
    drawn = now;
    for (const control of root.querySelectorAll("input, textarea, .mk-edit")) control.disabled = review;
    const stories = JSON.stringify([review && state.feedback, context.chosen()]);
    if (stories !== drawnStories) drawStories();
    drawnStories = stories;
  }

  /** A question with one answer out of a few, as buttons that are radio buttons: arrows move, Space chooses. */
  function group(name, options, onchange, { wide = false } = {}) {
    const set = newId("set");
    const inputs = options.map(([id, text]) => {
      const input = make("input", { type: "radio", name: set, value: id, onchange: () => onchange(id) });
      return [input, make("label", { class: "mk-chip" }, input, make("span", {}, text))];
    });
    const node = make(
      "div",
      { class: wide ? "mk-chips mk-wide" : "mk-chips", role: "radiogroup", "aria-label": name },
      inputs.map(([, label]) => label),
    );
    node.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const at = inputs.findIndex(([input]) => input === document.activeElement);
      inputs[(at + by + inputs.length) % inputs.length][0].focus();
    });
    return {
      node,
      set: (value) => inputs.forEach(([input]) => (input.checked = input.value === (value ?? ""))),
      value: () => inputs.find(([input]) => input.checked)?.[0].value || "",
      mark: (value, verdict) =>
        inputs.forEach(([input, label]) => {
          label.classList.remove("mk-is-hit", "mk-is-false", "mk-is-open", "mk-is-half", "mk-is-missed");
          if (verdict && input.value === value) label.classList.add(`mk-is-${VERDICTS[verdict][1]}`);
        }),
    };
  }

  /** A verdict beside what it is about; it opens the why. */
  function verdictButton(feedback, n, about = "") {
    const [sign, look] = VERDICTS[feedback[n].verdict];
    const words = make("span", { class: "mk-hidden" }, `: ${feedback[n].words}${about ? `, ${about}` : ""}`);
    const node = button("", () => context.choose(n, { focus: true }), { class: `mk-verdict mk-is-${look}`, "data-told": n, "aria-expanded": "false" });
    node.append(make("span", { class: "mk-sign", "aria-hidden": "true" }, sign), ` ${feedback[n].title}`, words);
    return node;
  }

  function quoted(row) {
    const tag = several ? make("span", { class: "mk-tag mk-tag-before" }, letters[row.id]) : null;
    if (!row.text) return [tag, " ", make("span", { class: "mk-row-words" }, row.words)];
    return [
      tag,
      " ",
      make("span", { class: "mk-row-words" }, `“${row.words.replace(/^[“"]|[”"]$/g, "")}”`),
      make("span", { class: "mk-small" }, ` ${row.sentence}`),
    ];
  }

  function choose() {
    const options = group(exercise.prompt, exercise.options, (id) => change({ option: id }), { wide: true });
    const verdict = make("div");
    root.append(options.node, verdict);
    return (answer, feedback) => {
      options.set(answer.option);
      const n = feedback.findIndex((one) => one.option);
      options.mark(feedback[n]?.option, feedback[n]?.verdict);
      verdict.replaceChildren(...(n >= 0 ? [verdictButton(feedback, n)] : []));
    };
  }

  function classify() {
    const cells = [];
    for (const row of exercise.rows) {
      const id = newId("row");
      const block = make("div", { class: "mk-row", role: "group", "aria-labelledby": id }, make("p", { class: "mk-row-head", id }, quoted(row)));
      for (const column of exercise.columns) {
        const options = group(column.name, column.options, (value) => set(row.id, column.id, value));
        const verdict = make("span", { class: "mk-cell-verdict" });
        const name = exercise.columns.length > 1 ? make("span", { class: "mk-cell-name" }, column.name) : null;
        block.append(make("div", { class: "mk-cell" }, name, options.node, verdict));
        const called = exercise.columns.length > 1 ? column.name : "";
        cells.push({ row: row.id, column: column.id, name: called, options, verdict });
      }
      root.append(block);
    }
    function set(row, column, value) {
      const slots = structuredClone(given().slots || {});
      slots[row] = { ...slots[row], [column]: value };
      change({ slots });
    }
    return (answer, feedback) => {
      for (const { row, column, name, options, verdict } of cells) {
        const value = answer.slots?.[row]?.[column];
        options.set(value);
        const n = feedback.findIndex((one) => one.item === row && one.column === column);
        options.mark(value, feedback[n]?.verdict);
        verdict.replaceChildren(...(n >= 0 ? [verdictButton(feedback, n, name)] : []));
      }
    };
  }

  function order() {
    const names = Object.fromEntries(exercise.things);
    const list = make("ol", { class: "mk-order" });
    const current = () => given().order || exercise.things.map(([id]) => id);
    function shift(id, by) {
      const next = [...current()];
      const from = next.indexOf(id);
      const to = from + by;
      if (to < 0 || to >= next.length) return;
      next.splice(from, 1);
      next.splice(to, 0, id);
      change({ order: next });
      context.announce(`${names[id]}: now number ${to + 1} of ${next.length}.`);
      const again = list.querySelector(`[data-move="${CSS.escape(id)} ${by}"]`);
      (again.disabled ? list.querySelector(`[data-move="${CSS.escape(id)} ${-by}"]`) : again).focus();
    }
    const keep = button("It is in order as it stands", () => {
      change({ order: current() });
      context.announce("This order is your answer now.");
    }, { class: "mk-button mk-edit" });
    root.append(list, keep);
    return (answer, feedback) => {
      const items = current();
      keep.hidden = Boolean(answer.order);
      const wrong = new Set(feedback.filter(isMistake).flatMap((one) => one.pair));
      const move = (id, n, by, sign, way) =>
        button(sign, () => shift(id, by), {
          class: "mk-button mk-edit",
          "data-move": `${id} ${by}`,
          disabled: by < 0 ? n === 0 : n === items.length - 1,
          "aria-label": `Move ${way}: ${names[id]}`,
        });
      list.replaceChildren(
        ...items.map((id, n) =>
          make("li", { class: wrong.has(id) ? "mk-is-false" : "" }, make("span", {}, names[id]), move(id, n, -1, "↑", "up"), move(id, n, 1, "↓", "down")),
        ),
      );
    };
  }

  function estimate() {
    root.append(make("p", { class: "mk-row-head" }, quoted(exercise.rows[0])), make("p", { class: "mk-small" }, `Scale: ${exercise.scale}`));
    const number = make("input", { type: "text", inputmode: "numeric", maxlength: 5, class: "mk-figure" });
    const none = make("input", { type: "checkbox", onchange: () => change(none.checked ? { figure: null } : {}) });
    number.addEventListener("change", () => {
      const written = number.value.trim().replace(",", ".").replace(/\s*%$/, "");
      if (!written) return change({});
      const figure = Number(written);
      if (!(figure >= 0 && figure <= 100)) {
        change({}); // what is on the screen is no answer, and the one before is not on the screen
        return context.say("A figure from 0 to 100, please.");
      }
      change({ figure });
    });
    root.append(
      make("label", { class: "mk-option" }, "About ", number, " per cent"),
      make("label", { class: "mk-option" }, none, " No figure can be read off"),
    );
    const verdict = make("div");
    root.append(verdict);
    return (answer, feedback) => {
      none.checked = answer.figure === null;
      if (answer.figure !== undefined && document.activeElement !== number) number.value = answer.figure ?? "";
      if (answer.figure === undefined && Number(number.value) <= 100) number.value = "";
      verdict.replaceChildren(...(feedback.length ? [verdictButton(feedback, 0)] : []));
    };
  }

  function connect() {
    const names = Object.fromEntries([...exercise.from, ...exercise.to]);
    const from = group("From", exercise.from, () => ready(), { wide: true });
    const to = group(exercise.between, exercise.to, () => ready(), { wide: true });
    const list = make("ul", { class: "mk-list mk-lines", "aria-label": "Your lines" });
    const lines = () => given().lines || [];
    const said = ([a, b]) => `${names[a]} ${exercise.between} ${names[b]}`;
    const add = button("Add this line", () => {
      const line = [from.value(), to.value()];
      if (!line[0] || !line[1]) return context.say("Choose both ends first.");
      if (line[0] === line[1]) return context.say("A line goes from one to another.");
      if (lines().some(([a, b]) => a === line[0] && b === line[1])) return context.say("That line is there already.");
      context.announce(`Added: ${said(line)}.`);
      from.set("");
      to.set("");
      change({ lines: [...lines(), line] });
      ready();
    }, { class: "mk-button mk-edit" });
    begun = () =>
      from.value() && to.value() ? "You chose both ends of a line: press Add this line, or press Check again to leave it out." : "";
    const preview = make("p", { class: "mk-small" });
    function ready() {
      const ends = [from.value(), to.value()].map((id) => names[id] || "…");
      preview.textContent = `${ends[0]} ${exercise.between} ${ends[1]}`;
    }
    const picker = make(
      "div",
      { class: "mk-picker" },
      make("div", {}, make("p", { class: "mk-cell-name" }, "Who?"), from.node),
      make("div", {}, make("p", { class: "mk-cell-name" }, `… ${exercise.between} …`), to.node),
    );
    const tools = make("div", { class: "mk-tools" }, add, preview);
    root.append(picker, tools, make("h4", {}, "Your lines"), list);
    ready();
    return (answer, feedback) => {
      const review = context.reviewing();
      picker.hidden = tools.hidden = review;
      const told = (pair) => feedback.findIndex((one) => one.pair[0] === pair[0] && one.pair[1] === pair[1]);
      const drawn = lines().map((line) => {
        const n = told(line);
        const drop = button("✕", () => {
          const left = lines().filter((one) => one[0] !== line[0] || one[1] !== line[1]);
          context.announce(`Removed: ${said(line)}.`);
          change(left.length ? { lines: left } : {});
          (list.querySelector("button") || add).focus();
        }, { class: "mk-quiet mk-drop mk-edit", "aria-label": `Remove the line ${said(line)}`, title: "Remove" });
        return make("li", {}, `${said(line)} `, review ? (n >= 0 ? verdictButton(feedback, n) : null) : drop);
      });
      if (!drawn.length) drawn.push(make("li", { class: "mk-small" }, "None yet."));
      list.replaceChildren(...drawn);
    };
  }

  function write() {
    const area = make("textarea", { rows: 6, class: "mk-area", "aria-label": exercise.prompt });
    let timer;
    area.addEventListener("change", () => save());
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 600);
    });
    const ticks = exercise.selfcheck.map((text) => {
      const input = make("input", { type: "checkbox", onchange: () => save() });
      return [input, make("label", { class: "mk-option" }, input, ` ${text}`)];
    });
    const list = make(
      "div",
      { role: "group", "aria-label": "Check yourself" },
      make("p", { class: "mk-small" }, "Check yourself: what is true of your answer? (Ticks are kept at once.)"),
      ticks.map(([, node]) => node),
    );
    root.append(area, list);
    function save() {
      const ticked = ticks.map(([input], n) => (input.checked ? n : -1)).filter((n) => n >= 0);
      context.give(area.value.trim() || ticked.length ? { text: area.value, ticked } : {});
    }
    return (answer) => {
      if (document.activeElement !== area) area.value = answer.text || "";
      ticks.forEach(([input], n) => (input.checked = (answer.ticked || []).includes(n)));
      list.hidden = !context.state().locked; // the list would tell beforehand what to write
    };
  }

  return {
    draw,
    begun: () => begun(),
    reveal: (slug) => {
      const n = exercise.texts.findIndex((text) => text.slug === slug);
      if (n >= 0 && tabs && tabs.shown() !== n) tabs.show(n);
    },
    undo() {
      if (!history.length) return context.say("There is nothing to undo.");
      context.give(JSON.parse(history.pop()));
      context.say("Undone.");
      draw();
    },
    reset() {
      if (!Object.keys(given()).length) return context.say("There is nothing to reset.");
      change({});
      context.say("Your answer is cleared. Undo brings it back.");
    },
    forget: () => history.splice(0),
  };
}

export default { render: (view) => drawSurface(view, view.model.get("exercise").kind === "mark" ? drawMarking : drawForm) };
