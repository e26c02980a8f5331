// The other kinds of exercise, in the browser's own controls: each works with keys and is read aloud.

function drawForm(context, root) {
  const { model, exercise } = context;
  const history = [];
  const given = () => model.get("given") || {};
  function change(next) {
    history.push(JSON.stringify(given()));
    context.give(next);
    redraw();
  }
  const kinds = { choose, classify, order, estimate, connect, write };
  const part = kinds[exercise.kind]();
  let drawn = "";
  function redraw() {
    // Controls that are drawn again under somebody's finger lose the click: only when it has changed.
    const now = JSON.stringify([given(), context.state().locked]);
    if (now !== drawn) part(given());
    drawn = now;
  }
  function undo() {
    if (!history.length) return context.say("There is nothing to undo.");
    context.give(JSON.parse(history.pop()));
    context.say("Undone.");
    redraw();
  }
  function reset() {
    if (!Object.keys(given()).length) return context.say("There is nothing to reset.");
    change({});
    context.say("Your answer is cleared. Undo brings it back.");
  }

  function quoted(row) {
    const unseen = (words) => make("span", { class: "mk-hidden" }, words);
    const picked = make("strong", { class: "mk-picked" }, unseen(" asked about: "), row.words, unseen(" (end) "));
    return make(
      "p",
      { class: "mk-context" },
      row.before,
      row.words ? picked : null,
      row.after,
      row.title ? make("span", { class: "mk-small" }, ` (${row.title})`) : null,
    );
  }

  function choose() {
    const name = newId("choose");
    const inputs = exercise.options.map(([id, text]) => {
      const input = make("input", { type: "radio", name, value: id, onchange: () => change({ option: id }) });
      root.append(make("label", { class: "mk-option" }, input, ` ${text}`));
      return input;
    });
    return (answer) => inputs.forEach((input) => (input.checked = input.value === answer.option));
  }

  function classify() {
    const cells = [];
    for (const row of exercise.rows) {
      const id = newId("row");
      const line = make("div", { class: "mk-row", role: "group", "aria-labelledby": id });
      const context = quoted(row);
      context.id = id;
      line.append(context);
      for (const column of exercise.columns) {
        const select = make("select", {
          class: "mk-select",
          onchange: () => set(row.id, column.id, select.value),
        });
        select.append(make("option", { value: "" }, "choose …"));
        for (const [value, text] of column.options) select.append(make("option", { value }, text));
        line.append(make("label", { class: "mk-cell" }, `${column.name} `, select));
        cells.push([row.id, column.id, select]);
      }
      root.append(line);
    }
    function set(row, column, value) {
      const slots = structuredClone(given().slots || {});
      slots[row] = { ...slots[row], [column]: value };
      if (!value) delete slots[row][column];
      change({ slots });
    }
    return (answer) => {
      for (const [row, column, select] of cells) select.value = answer.slots?.[row]?.[column] || "";
    };
  }

  function order() {
    const names = Object.fromEntries(exercise.things);
    const list = make("ol", { class: "mk-order" });
    root.append(list);
    const current = () => given().order || exercise.things.map(([id]) => id);
    function shift(id, by) {
      const next = [...current()];
      const from = next.indexOf(id);
      const to = from + by;
      if (to < 0 || to >= next.length) return;
      next.splice(from, 1);
      next.splice(to, 0, id);
      change({ order: next });
      context.announce(`Now number ${to + 1} of ${next.length}.`);
      const again = list.querySelector(`[data-move="${CSS.escape(id)} ${by}"]`);
      (again.disabled ? list.querySelector(`[data-move="${CSS.escape(id)} ${-by}"]`) : again).focus();
    }
    root.append(button("Keep this order", () => change({ order: current() })));
    return () => {
      const items = current();
      list.replaceChildren(
        ...items.map((id, n) =>
          make(
            "li",
            {},
            make("span", {}, names[id]),
            " ",
            button("Up", () => shift(id, -1), { "data-move": `${id} -1`, disabled: n === 0, "aria-label": `Move up: ${names[id]}` }),
            button("Down", () => shift(id, 1), { "data-move": `${id} 1`, disabled: n === items.length - 1, "aria-label": `Move down: ${names[id]}` }),
          ),
        ),
      );
    };
  }

  function estimate() {
    root.append(quoted(exercise.row), make("p", { class: "mk-small" }, `Scale: ${exercise.scale}`));
    const number = make("input", { type: "number", min: 0, max: 100, step: 1, class: "mk-number" });
    const none = make("input", { type: "checkbox", onchange: () => change(none.checked ? { figure: null } : {}) });
    number.addEventListener("change", () => {
      if (number.value === "") return change({});
      const figure = Number(number.value);
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
    return (answer) => {
      none.checked = answer.figure === null;
      if (answer.figure !== undefined && document.activeElement !== number) number.value = answer.figure ?? "";
      if (answer.figure === undefined && Number(number.value) <= 100) number.value = "";
    };
  }

  function connect() {
    const pick = (text, nodes) => {
      const select = make("select", { class: "mk-select" }, make("option", { value: "" }, "choose …"));
      for (const [id, name] of nodes) select.append(make("option", { value: id }, name));
      return [select, make("label", { class: "mk-cell" }, `${text} `, select)];
    };
    const names = Object.fromEntries([...exercise.from, ...exercise.to]);
    const [from, fromLabel] = pick("", exercise.from);
    const [to, toLabel] = pick(exercise.between, exercise.to);
    from.setAttribute("aria-label", "First end of the line");
    const list = make("ul", { class: "mk-list", "aria-label": "Your lines" });
    const lines = () => given().lines || [];
    const add = button("Add this line", () => {
      if (!from.value || !to.value) return context.say("Choose both ends first.");
      if (from.value === to.value) return context.say("A line goes from one to another.");
      const known = lines().some(([a, b]) => a === from.value && b === to.value);
      if (known) return context.say("That line is there already.");
      context.announce(`Added: ${names[from.value]} ${exercise.between} ${names[to.value]}.`);
      change({ lines: [...lines(), [from.value, to.value]] });
    });
    root.append(make("div", { class: "mk-tools" }, fromLabel, toLabel, add), list);
    return () =>
      list.replaceChildren(
        ...lines().map((line) => {
          const words = `${names[line[0]]} ${exercise.between} ${names[line[1]]}`;
          const drop = button("Remove", () => {
            const left = lines().filter((one) => one[0] !== line[0] || one[1] !== line[1]);
            change(left.length ? { lines: left } : {});
            add.focus();
          }, { "aria-label": `Remove the line ${words}` });
          return make("li", {}, `${words} `, drop);
        }),
      );
  }

  function write() {
    const area = make("textarea", { rows: 4, class: "mk-area", "aria-label": exercise.prompt });
    area.addEventListener("change", () => save());
    let timer;
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

  return { redraw, undo, reset, forget: () => history.splice(0) };
}

export default { render: (view) => drawSurface(view, drawForm) };
