// What every surface shares: its frame, buttons, messages and feedback. Python computes; this draws.

function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function button(text, onclick, props = {}) {
  return make("button", { type: "button", class: "mk-button", onclick, ...props }, text);
}

let counter = 0;
const newId = (stem) => `mk-${stem}-${Date.now().toString(36)}-${counter++}`;

const VERDICTS = {
  hit: ["✓", "Right"],
  right: ["✓", "Right"],
  half: ["½", "Partly right"],
  missed: ["○", "Missed"],
  "false alarm": ["✗", "False alarm"],
  place: ["✗", "Right place, not the right words (a false alarm)"],
  wrong: ["✗", "Not this"],
  blank: ["–", "Left open"],
  arguable: ["≈", "Arguable"],
};

const GOOD = ["hit", "right"];

/** Keys pressed in a surface stay in it, but for those with Ctrl, Meta or Alt (Ctrl+S saves). */
function keepKeys(el) {
  el.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}

/**
 * Draw a surface's frame and keep it up to date.
 * `body(context)` draws the answering part and returns {redraw, undo}.
 */
function drawSurface({ model, el }, body) {
  const exercise = model.get("exercise");
  const view = newId("view");
  const promptId = newId("prompt");
  const root = make("div", { class: "mk-root", role: "group", "aria-labelledby": promptId });
  keepKeys(root);
  el.append(root);

  const say = make("p", { class: "mk-status", role: "status", "aria-live": "polite" });
  const live = make("div", { class: "mk-hidden", "aria-live": "polite" });
  const line = make("p", { class: "mk-line" });
  const notice = make("div", { class: "mk-notice", role: "alert" });
  const hints = make("ol", { class: "mk-hints", "aria-label": "Hints" });
  const feedback = make("div", { class: "mk-feedback" });
  let alive = false;
  let sent = "";

  const context = {
    model,
    exercise,
    announce(text) {
      live.textContent = "";
      live.textContent = text;
    },
    say(text) {
      say.textContent = text;
    },
    /** Send an answer to Python, unless it is the one that stands already. */
    give(answer) {
      if (!alive || JSON.stringify(answer) === JSON.stringify(model.get("given"))) return;
      sent = JSON.stringify(answer);
      model.set("given", answer);
      model.save_changes();
      say.textContent = "";
      if (!carried) hello(); // a page that can't update the first cell: is the answer in the notebook?
    },
    state: () => model.get("state"),
  };

  /** Send a message to Python; without a kernel the surface locks itself and says so. */
  function ask(message) {
    try {
      model.send(message);
      if (message.do !== "hello" && !carried) hello();
    } catch {
      lock();
    }
  }
  function lock() {
    alive = false;
    fields.disabled = true;
    drawNotice();
  }

  const points = exercise.points ? ` (${exercise.points} point${exercise.points > 1 ? "s" : ""})` : "";
  root.append(
    make("p", { class: "mk-prompt", id: promptId }, make("strong", {}, exercise.number), ` ${exercise.prompt}${points}`),
    notice,
  );
  const fields = make("fieldset", { class: "mk-body", disabled: true, "aria-labelledby": promptId });
  root.append(fields);
  const part = body(context, fields);

  const tools = make("div", { class: "mk-tools", role: "group", "aria-label": `Exercise ${exercise.number}` });
  const undo = button("Undo", () => part.undo());
  const reset = button("Reset", () => part.reset());
  const hint = button("Hint", () => ask({ do: "hint" }));
  const check = button(exercise.pretest ? "Keep this answer" : "Check", () => ask({ do: "check" }), {
    class: "mk-button mk-check",
  });
  tools.append(check, undo, reset);
  if (exercise.hints) tools.append(hint);
  const note = drawNote(exercise, (text) => ask({ do: "note", text }));
  fields.append(tools, say, line, hints, feedback, note.node, live);
  if (exercise.glossary.length) root.append(drawGlossary(exercise.glossary));
  for (const story of exercise.stories || []) root.append(drawStory("Read the whole story", story));
  for (const original of exercise.originals) root.append(drawStory("The original, from your own copy", original));

  fields.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, input[type=number]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      event.stopPropagation();
      part.undo();
    }
  });

  let lastFeedback = "[]";
  function drawState(first) {
    const state = model.get("state");
    line.textContent = state.line ? `${/^\d/.test(state.line) ? "Exercise " : ""}${state.line}.` : "";
    line.classList.toggle("mk-locked", Boolean(state.locked));
    if (state.message) say.textContent = state.message;
    const shown = state.hints || [];
    if (hints.children.length !== shown.length) {
      hints.replaceChildren(...shown.map((text, n) => make("li", {}, make("em", {}, `Hint ${n + 1}: `), text)));
      if (!first && shown.length) context.announce(`Hint: ${shown[shown.length - 1]}`);
    }
    note.draw(state);
    hint.disabled = shown.length >= exercise.hints;
    hint.textContent = shown.length ? `Hint (${shown.length} of ${exercise.hints} open)` : "Hint";
    drawNotice();
    const told = JSON.stringify([state.feedback, state.model, state.tries, state.changed]);
    if (told !== lastFeedback) {
      lastFeedback = told;
      drawFeedback(feedback, state, exercise);
      if (!first && state.locked && !state.changed) {
        const mistakes = (state.feedback || []).some((one) => !GOOD.includes(one.verdict));
        const sum = exercise.pretest ? "Your answer is kept." : "Checked.";
        const more = mistakes ? " Read on below." : "";
        say.textContent = `${sum}${more} ${state.message || ""}`.trim();
      }
    }
    part.redraw();
  }

  let carried = true; // this page can bring the first cell up to date
  let saved = true; // the notebook's file holds the answers as they are
  function drawNotice() {
    const words = [];
    if (!alive) words.push("This exercise waits for the notebook. If that doesn't change: run the first cell, then this one.");
    if (alive && ((!carried && !saved) || carrierIsGone())) {
      words.push(
        "Your answers are safe on disk but not yet in this notebook: run the first cell again, then save.",
      );
    }
    const trouble = model.get("state").trouble;
    if (trouble) words.push(trouble);
    const text = words.join(" ");
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = !text;
  }

  /** Whether the first cell is in the page without the output that carries the answers. */
  function carrierIsGone() {
    const cells = [...(el.closest(".jp-NotebookPanel")?.querySelectorAll(".jp-CodeCell") || [])];
    const first = cells.find((cell) => cell.querySelector(".cm-content")?.textContent.includes("open_lesson("));
    return Boolean(first) && !first.querySelector(".jp-OutputArea-output");
  }

  const onMessage = (content) => {
    if (content.view !== undefined && content.view !== view) return;
    if (content.view === undefined && content.carried) {
      // The first cell ran somewhere: ask whether it ran in this page.
      hello();
      return;
    }
    alive = true;
    fields.disabled = false;
    carried = Boolean(content.carried);
    saved = Boolean(content.saved);
    drawNotice();
    part.redraw();
  };
  const hello = () => ask({ do: "hello", view });
  const onState = () => drawState(false);
  const onGiven = () => {
    if (JSON.stringify(model.get("given")) !== sent) part.forget?.(); // another window's change
    part.redraw();
  };
  model.on("msg:custom", onMessage);
  model.on("change:state", onState);
  model.on("change:given", onGiven);
  model.on("comm_live_update", lock); // the kernel was restarted or shut down
  drawState(true);
  notice.hidden = true;
  const wait = setTimeout(drawNotice, 2500);
  hello();
  return () => {
    clearTimeout(wait);
    model.off("msg:custom", onMessage);
    model.off("change:state", onState);
    model.off("change:given", onGiven);
    model.off("comm_live_update", lock);
    part.close?.();
  };
}

/** One line for the teacher, offered once the key has spoken; it changes no points. */
function drawNote(exercise, keep) {
  const words = "I read it differently, because …";
  const area = make("textarea", { rows: 2, maxlength: 500, class: "mk-area", "aria-label": words });
  const node = make(
    "details",
    { class: "mk-more" },
    make("summary", {}, words),
    make("p", { class: "mk-small" }, "Your teacher sees this line beside your answer. It changes no points by itself."),
    area,
    button("Keep this line", () => keep(area.value)),
  );
  node.hidden = true;
  let drawn = null;
  return {
    node,
    draw(state) {
      node.hidden = !state.locked || exercise.pretest || exercise.kind === "write";
      if (state.note === drawn) return;
      drawn = state.note;
      area.value = drawn || "";
      if (drawn) node.open = true;
    },
  };
}

function drawGlossary(entries) {
  const list = make("dl", {}, entries.map(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]).flat());
  return make("details", { class: "mk-more" }, make("summary", {}, "Words used here"), list);
}

function drawStory(what, story) {
  const paragraphs = story.paragraphs.map((sentences) =>
    make("p", {}, sentences.map(([number, text]) => [" ", number ? make("sup", { class: "mk-number" }, number) : null, text]).flat()),
  );
  return make(
    "details",
    { class: "mk-more" },
    make("summary", {}, `${what}: ${story.title} (${story.outlet}${story.invented ? ", invented" : ""})`),
    make("div", { class: "mk-text-read" }, paragraphs),
  );
}

function drawFeedback(node, state, exercise) {
  const told = (state.feedback || []).map((one) => {
    const [sign, name] = VERDICTS[one.verdict] || ["", one.verdict];
    const body = one.parts.map(([part, text]) =>
      make("span", { class: "mk-part" }, part ? make("em", {}, `${part}: `) : "", text),
    );
    const kind = GOOD.includes(one.verdict) ? "mk-good" : one.verdict === "arguable" ? "mk-open" : "mk-mend";
    return make(
      "li",
      { class: kind },
      make("span", { class: "mk-sign", "aria-hidden": "true" }, sign),
      make("span", {}, make("strong", {}, `${name}. `), body),
    );
  });
  node.replaceChildren();
  const about = state.changed ? "About the answer that you checked (you have changed it since):" : "About your answer:";
  if (told.length) node.append(make("p", { class: "mk-small" }, about), make("ul", {}, told));
  if (state.model) node.append(make("p", { class: "mk-small" }, "One way to say it:"), make("blockquote", {}, state.model));
}
