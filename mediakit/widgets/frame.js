// What every surface shares: its frame, buttons, feedback and footer. Python computes; this draws.

function button(text, onclick, props = {}) {
  return make("button", { type: "button", class: "mk-button", onclick, ...props }, text);
}

// Each verdict has a sign, a name for its look, and a rank among mistakes; shape and letter say what colour says.
const VERDICTS = {
  hit: ["✓", "hit"],
  right: ["✓", "hit"],
  half: ["½", "half"],
  missed: ["○", "missed"],
  "false alarm": ["✗", "false"],
  place: ["✗", "false"],
  wrong: ["✗", "false"],
  blank: ["–", "missed"],
  arguable: ["≈", "open"],
};
const isGood = (one) => one.verdict === "hit" || one.verdict === "right";
const isMistake = (one) => !isGood(one) && one.verdict !== "arguable";
const MOST_OPEN = 3; // mistakes that are listed unfolded

/** All exercises that stand in the page, in order. */
function exercisesAround(root) {
  const within = root.closest(".jp-Notebook") || document;
  return [...within.querySelectorAll(".mk-root[data-exercise], .mk-root[data-end-card]")];
}

function goTo(root) {
  root.scrollIntoView({ block: "start" });
  (root.querySelector(".mk-prompt") || root).focus({ preventScroll: true });
  // A notebook may still be laying out what lies above.
  requestAnimationFrame(() => root.scrollIntoView({ block: "start" }));
}

/** The reading that lies between one exercise and the next: its first cell, or null. */
function readingAfter(root, next) {
  const [from, to] = [root.closest(".jp-Cell"), next?.closest(".jp-Cell")];
  if (!from || !to) return null;
  let cell = from.nextElementSibling;
  while (cell && cell !== to && !cell.contains(to)) {
    if (cell.classList.contains("jp-Cell") && cell.textContent.trim().length > 200) return cell;
    cell = cell.nextElementSibling;
  }
  return null;
}

/**
 * Draw a surface's frame and keep it up to date.
 * `body(context)` draws the answering part and returns {draw, review, undo, reset, …}.
 */
function drawSurface({ model, el }, body) {
  const exercise = model.get("exercise");
  const view = newId("view");
  const promptId = newId("prompt");
  const root = make("section", {
    class: "mk-root mk-surface",
    tabindex: "-1",
    "aria-labelledby": promptId,
    "data-exercise": exercise.id,
    "data-kind": exercise.kind,
    "data-ready": "false",
  });
  const releaseKeys = keepKeys(root);
  const dropAids = followAids(root);
  el.append(root);

  let alive = false;
  let taken = false; // a newer window goes on with this lesson
  let carried = true; // this page can bring the first cell up to date
  let saved = true; // the notebook's file holds the answers as they are
  let canSave = true;
  let dropped = false; // this front end doesn't bring the line under the surface up to date
  let editing = false; // the checked answer is being changed, as practice
  let sent = "";
  let chosen = null; // the feedback whose why stands open

  // ── the frame ──
  const bar = make("div", { class: "mk-strip" });
  const words = make("div", { class: "mk-words", id: newId("words"), hidden: true });
  const prompt = make(
    "h3",
    { class: "mk-prompt", id: promptId, tabindex: "-1" },
    make("span", { class: "mk-no" }, exercise.number),
    ` ${exercise.prompt} `,
  );
  const about = make("p", { class: "mk-about" });
  const head = make("div", { class: "mk-head" }, bar, prompt, about);
  const notice = make("div", { class: "mk-notice", role: "alert", hidden: true });
  const say = make("p", { class: "mk-status", role: "status" });
  const live = make("div", { class: "mk-hidden", "aria-live": "polite" });
  const fields = make("fieldset", { class: "mk-body", disabled: true, "aria-labelledby": promptId });
  const story = make("div", { class: "mk-story" });
  const answer = make("div", { class: "mk-answer" });
  const hints = make("ol", { class: "mk-hints", "aria-label": "Hints" });
  const feedback = make("div", { class: "mk-feedback" });
  const side = make("div", { class: "mk-side" }, answer, hints, feedback);
  const main = make("div", { class: "mk-main" }, story, side);
  const foot = make("div", { class: "mk-foot", role: "group", "aria-label": `Exercise ${exercise.number}` });
  fields.append(main);
  const form = make("fieldset", { class: "mk-body mk-foot-body", disabled: true, "aria-label": "What to do" }, foot);
  root.append(head, words, notice, fields, form, live);

  const state = () => model.get("state");
  const reviewing = () => Boolean(state().locked) && !editing && exercise.kind !== "write";
  const context = {
    model,
    exercise,
    story,
    answer,
    state,
    reviewing,
    chosen: () => chosen,
    choose,
    announce(text) {
      live.textContent = "";
      requestAnimationFrame(() => (live.textContent = text));
    },
    say(text) {
      say.textContent = text;
    },
    /** Send an answer to Python, unless it is the one that stands already. */
    give(given) {
      if (!alive || taken || JSON.stringify(given) === JSON.stringify(model.get("given"))) return;
      sent = JSON.stringify(given);
      model.set("given", given);
      model.save_changes();
      say.textContent = "";
      if (!carried) hello(); // a page that can't update the first cell: is the answer in the notebook?
    },
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
    enable();
    drawNotice();
  }
  function enable() {
    fields.disabled = !alive || taken;
    form.disabled = !alive || taken;
    root.dataset.ready = String(alive);
  }

  const part = body(context);

  // ── what stands under the prompt ──
  const glossary = exercise.glossary.length
    ? button("Words used here", () => toggle(glossary, words), { class: "mk-quiet", "aria-expanded": "false", "aria-controls": words.id })
    : null;
  if (glossary) {
    words.append(make("dl", {}, exercise.glossary.map(([name, text]) => [make("dt", {}, name), make("dd", {}, text)])));
  }
  const points = exercise.points ? `${exercise.points} point${exercise.points > 1 ? "s" : ""}` : "";
  const counts = points || (exercise.pretest ? "nothing is graded here" : exercise.practice ? "practice, not graded" : "not graded by the machine");
  const second = exercise.second ? " · the better of your two tries counts" : "";
  about.append(`${counts}${second}${exercise.rule ? ` · ${exercise.rule}` : ""}`, glossary ? " · " : "", glossary || "");
  function toggle(by, what) {
    what.hidden = !what.hidden;
    by.setAttribute("aria-expanded", String(!what.hidden));
    if (!what.hidden) root.scrollIntoView({ block: "start" }); // it opens under the prompt
  }

  // ── the footer ──
  const score = make("span", { class: "mk-score" });
  const how = make("span", { class: "mk-how" });
  const undo = button("Undo", () => part.undo());
  const reset = button("Reset", () => part.reset(), { class: "mk-button mk-reset" });
  const hint = button("Hint", () => hint.getAttribute("aria-disabled") === "true" || ask({ do: "hint" }));
  const again = button("Try again", () => change(), { title: "For practice: the first Check counts" });
  const read = button("Read on ↓", () => readOn(), { class: "mk-button mk-primary" });
  const ahead = button("", () => next());
  let warned = ""; // what was begun and not finished, as it was said at Check
  let settled = 0; // when the last Check was: its second click must not go on to the next exercise
  const check = button(exercise.pretest ? "Keep this answer" : "Check", () => {
    if (performance.now() - settled < 400) return;
    // What was begun and not finished is said once; a second press leaves it out.
    const begun = part.begun?.() || "";
    if (begun && begun !== warned) {
      warned = begun;
      return context.say(begun);
    }
    warned = "";
    part.drop?.();
    settled = performance.now();
    ask({ do: "check" });
  }, { class: "mk-button mk-check mk-primary" });
  const marks = part.tools ? part.tools() : [];
  foot.append(score, how, check, ...marks, undo, reset, hint, say, again, make("span", { class: "mk-gap-out" }), read, ahead);

  function following() {
    const all = exercisesAround(root);
    return all[all.indexOf(root) + 1] || null;
  }
  const endCard = () => exercisesAround(root).find((one) => one.matches("[data-end-card]")) || null;
  function next() {
    if (performance.now() - settled < 400) return;
    const target = following() || endCard();
    if (target) goTo(target);
    else context.say("Nothing comes after this one here.");
  }
  function readOn() {
    const cell = readingAfter(root, following());
    if (!cell) return next();
    cell.scrollIntoView({ block: "start" });
    cell.setAttribute("tabindex", cell.getAttribute("tabindex") || "-1");
    cell.focus({ preventScroll: true });
  }
  function change() {
    editing = true;
    chosen = null;
    drawState(false);
    context.announce("You can change your answer now. It is practice: the first Check counts.");
    const first = exercise.kind === "mark" ? story.querySelector("[role=option][tabindex='0']") : answer.querySelector("input, button");
    (first || check).focus({ preventScroll: true });
  }

  // ── feedback: the words in the story, the card with a why, the list ──
  const card = make("div", { class: "mk-card", role: "group", tabindex: "-1" });
  function choose(n, { focus = false } = {}) {
    chosen = n;
    const one = (state().feedback || [])[n];
    if (one?.text) part.reveal?.(one.text);
    part.draw();
    drawCard();
    show(story.querySelector(`[data-told="${n}"]`));
    show(card);
    for (const item of feedback.querySelectorAll("[data-told]")) {
      item.setAttribute("aria-expanded", String(Number(item.dataset.told) === n));
    }
    if (focus && n !== null) card.focus({ preventScroll: true });
  }
  /** Bring something between what sticks above and below, if it isn't there. */
  function show(node) {
    if (node && !node.hidden) node.scrollIntoView({ block: "nearest" });
  }
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const back = root.querySelector(`[data-told="${chosen}"]`);
    back?.focus();
  });

  function drawCard() {
    const one = (state().feedback || [])[chosen];
    card.hidden = !one;
    if (!one) return;
    const [sign, look] = VERDICTS[one.verdict];
    card.className = `mk-card mk-is-${look}`;
    const where = one.sentence ? ` · ${one.sentence}` : "";
    const heading = `${one.title}${where}`;
    card.setAttribute("aria-label", heading);
    card.replaceChildren(
      make("h4", {}, make("span", { class: "mk-sign", "aria-hidden": "true" }, sign), heading),
      ...(one.you ? [make("p", { class: "mk-you" }, one.you)] : []),
      ...(one.body ? [make("p", {}, one.body)] : []),
      ...(one.ask ? [make("p", { class: "mk-ask" }, one.ask)] : []),
      ...(one.rule ? [make("details", { class: "mk-more" }, make("summary", {}, "The rule"), make("p", {}, one.rule))] : []),
    );
    place();
  }
  /** The card stands at what it is about: under its row or line; in a story of one column under the paragraph. */
  function place() {
    const narrow = getComputedStyle(main).getPropertyValue("--mk-columns").trim() === "1";
    const row = answer.querySelector(`[data-told="${chosen}"]`)?.closest(".mk-cell, li, div");
    const words = narrow && story.querySelector(`[data-told="${chosen}"]`)?.closest(".mk-paragraph, .mk-title");
    const target = row || words || null;
    if (target ? card.previousElementSibling === target : card.parentElement === feedback) return;
    if (target) target.after(card);
    else feedback.prepend(card);
  }

  const listed = (told) => told.map(([n, one]) => {
    const [sign, look] = VERDICTS[one.verdict];
    const where = one.sentence.replace("sentence ", "");
    const entry = button("", () => choose(n, { focus: true }), { class: "mk-told", "data-told": n, "aria-expanded": String(n === chosen) });
    entry.append(
      make("span", { class: "mk-sign", "aria-hidden": "true" }, sign),
      make("span", { class: "mk-hidden" }, `${one.title}: `),
      make("span", { class: "mk-told-words" }, one.words),
      make("span", { class: "mk-where" }, where ? [make("span", { class: "mk-hidden" }, "sentence "), where] : null),
    );
    return make("li", { class: `mk-is-${look}` }, entry);
  });

  function drawFeedback() {
    // What has its verdict beside its row isn't listed again.
    const placed = new Set([...answer.querySelectorAll("[data-told]")].map((node) => Number(node.dataset.told)));
    const all = (state().feedback || []).map((one, n) => [n, one]).filter(([n]) => !placed.has(n));
    const mistakes = all.filter(([, one]) => isMistake(one));
    const rest = all.filter(([, one]) => !isMistake(one));
    const right = rest.filter(([, one]) => isGood(one)).length;
    const open = rest.length - right;
    const sums = [right && `${right} right`, open && `${open} arguable`].filter(Boolean).join(", ");
    const folded = (summary, told) =>
      told.length ? make("details", { class: "mk-more" }, make("summary", {}, summary), make("ul", { class: "mk-list" }, listed(told))) : null;
    const more = mistakes.slice(MOST_OPEN);
    // What stands is left alone: somebody may have the focus in it, or have unfolded it.
    const told = JSON.stringify([all, state().model, state().changed, reviewing(), card.parentElement === feedback]);
    if (told === drawnFeedback) return drawCard();
    drawnFeedback = told;
    feedback.replaceChildren(
      ...[
        card.parentElement && card.parentElement !== feedback ? null : card,
        state().changed && reviewing() ? make("p", { class: "mk-small" }, "This is about the answer that you checked.") : null,
        mistakes.length ? make("ul", { class: "mk-list" }, listed(mistakes.slice(0, MOST_OPEN))) : null,
        folded(`${more.length} more to look at`, more),
        folded(sums, rest),
        state().model ? make("p", { class: "mk-small" }, "One way to say it:") : null,
        state().model ? make("blockquote", {}, state().model) : null,
        note.node,
        ...originals,
      ].filter(Boolean),
    );
    drawCard();
  }

  let drawnFeedback = "";
  const note = drawNote(exercise, (text) => ask({ do: "note", text }));
  const originals = exercise.originals.map(drawOriginal);

  // ── keeping it up to date ──
  let lastFeedback = "";
  function drawState(first) {
    const now = state();
    root.dataset.open = String(!now.locked);
    if (now.message) {
      say.textContent = now.message;
      if (!now.locked) part.toOpen?.();
    }
    const shown = now.hints || [];
    if (hints.children.length !== shown.length) {
      hints.replaceChildren(...shown.map((text, n) => make("li", {}, make("em", {}, `Hint ${n + 1}: `), text)));
      if (!first && shown.length) {
        context.announce(`Hint ${shown.length}: ${shown[shown.length - 1]}`);
        show(hints.lastElementChild);
      }
    }
    note.draw(now);
    const told = JSON.stringify([now.feedback, now.model, now.tries, now.points]);
    const fresh = told !== lastFeedback;
    if (fresh) {
      lastFeedback = told;
      editing = false;
      const mistake = (now.feedback || []).findIndex(isMistake);
      chosen = mistake >= 0 && now.locked ? mistake : null;
      if (chosen !== null && now.feedback[chosen].text) part.reveal?.(now.feedback[chosen].text);
    }
    part.draw();
    drawFeedback();
    if (fresh && !first && now.locked) announceResult(now);
    const review = reviewing();
    feedback.hidden = !now.locked || editing;
    answer.hidden = review && exercise.kind === "mark" && !exercise.pretest;
    hints.hidden = review;
    score.textContent = now.locked && !editing ? now.points : "";
    how.textContent = now.locked && !editing ? now.how : "";
    check.hidden = review || (exercise.kind === "write" && now.locked);
    check.textContent = exercise.pretest ? "Keep this answer" : now.locked ? "Check again" : "Check";
    for (const one of [undo, reset, ...marks]) one.hidden = review;
    hint.hidden = review || !exercise.hints;
    const left = exercise.hints - shown.length;
    hint.setAttribute("aria-disabled", String(left <= 0));
    hint.textContent = !shown.length ? "Hint" : left ? `Next hint (${shown.length} of ${exercise.hints} open)` : "All hints are open";
    again.hidden = !review || exercise.pretest;
    drawBar();
  }
  function announceResult(now) {
    const mistakes = (now.feedback || []).filter(isMistake).length;
    const look = mistakes ? ` ${mistakes} thing${mistakes > 1 ? "s" : ""} to look at.` : "";
    const sum = exercise.pretest ? "Your answer is kept." : now.points ? `Checked: ${now.points}.${look}` : "Kept.";
    say.textContent = now.message || (exercise.pretest ? "Your answer is kept." : "");
    context.announce(`${sum} ${now.message || ""}`.trim());
    if (form.contains(document.activeElement) || document.activeElement === document.body) {
      // The button that was pressed is gone: focus goes to what is to be read, or on.
      requestAnimationFrame(() => {
        if (!check.hidden) return;
        const tick = exercise.kind === "write" ? answer.querySelector("input") : null;
        if (chosen === null) return (tick || [read, ahead].find((one) => !one.hidden) || again).focus({ preventScroll: !tick });
        card.focus({ preventScroll: true });
        const row = answer.contains(card) ? card.parentElement.closest(".mk-row") || answer : null;
        if (row) row.scrollIntoView({ block: row.offsetHeight < innerHeight / 2 ? "nearest" : "start" });
        show(story.querySelector(`[data-told="${chosen}"]`));
        show(card);
      });
    }
  }

  function drawBar() {
    const lesson = model.get("lesson");
    const end = exercisesAround(root).at(-1)?.matches("[data-end-card]");
    const reading = Boolean(readingAfter(root, following()));
    const after = Boolean(following());
    ahead.textContent = exercise.then ? `Next: ${exercise.then} →` : !after ? "Back to what you found ↑" : end ? "To the end →" : "Next →";
    ahead.hidden = !exercise.then && !after && !endCard();
    read.hidden = !state().locked || editing || !reading;
    ahead.classList.toggle("mk-primary", Boolean(state().locked) && !editing && !reading);
    if (!lesson.total) return bar.replaceChildren();
    const told = `${lesson.done} of ${lesson.total}`;
    bar.replaceChildren(
      ...[
        lesson.home ? aim(notebookLink({ class: "mk-link-out" }, "‹ Lessons"), lesson.home) : null,
        make("span", {}, `${lesson.number} · ${lesson.title}${lesson.who ? ` · ${lesson.who}` : ""}`),
        make(
          "span",
          { class: "mk-track", role: "img", "aria-label": `${told} exercises done` },
          make("span", { class: "mk-fill", style: `width:${(100 * lesson.done) / lesson.total}%` }),
        ),
        make("span", { "aria-hidden": "true" }, told),
      ].filter(Boolean),
    );
  }

  function drawNotice() {
    const words = [];
    if (!alive) words.push("This exercise waits for the notebook. If that doesn't change: Run ▸ Run All Cells.");
    if (taken && !state().trouble) words.push("This lesson is open in a newer window, and your answers go on there.");
    else if (alive && !canSave) {
      words.push("This notebook can't be saved where it lies. Your answers are kept; give them in with Hand in, at the lesson's end.");
    } else if (alive && ((!carried && !saved) || dropped || carrierIsGone())) {
      words.push("Your answers are safe on disk but not yet in this notebook: run the first cell again, then save.");
    }
    const trouble = state().trouble;
    if (trouble) words.push(trouble);
    const text = words.join(" ");
    if (notice.dataset.text === text + taken) return;
    notice.dataset.text = text + taken;
    notice.replaceChildren(text);
    if (taken) notice.append(" ", button("Go on here", () => goOnHere()));
    notice.hidden = !text;
  }

  /** Take the lesson back from a newer page: our extension reads what that one saved and runs the lesson again. */
  function goOnHere() {
    const asked = new CustomEvent("mediakit:reopen", { bubbles: true, cancelable: true });
    if (root.dispatchEvent(asked)) ask({ do: "take", view });
  }
  /** Whether the first cell is in the page without the output that carries the answers. */
  function carrierIsGone() {
    const cells = [...(el.closest(".jp-NotebookPanel")?.querySelectorAll(".jp-CodeCell") || [])];
    const first = cells.find((cell) => cell.querySelector(".cm-content")?.textContent.includes("open_lesson("));
    return Boolean(first) && !first.querySelector(".jp-OutputArea-output");
  }
  // The line under the surface says how the exercise stands. Where this front end has shown it once and then
  // doesn't bring it up to date, it drops live updates, and the file it saves lacks the answers.
  const scope = el.closest(".jp-OutputArea") || document.body;
  const lineShows = () => Boolean(state().line) && scope.textContent.includes(state().line);
  const isFirst = !exercise.id.endsWith("-again");
  let showsLines = false;
  let looking = 0;
  function lookAtLine() {
    clearTimeout(looking);
    looking = setTimeout(() => {
      showsLines ||= lineShows();
      dropped = isFirst && showsLines && !lineShows();
      drawNotice();
    }, 1200);
  }

  // ── keys that belong to the whole surface ──
  root.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, input[type=text]");
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      return next();
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing && !reviewing()) {
      event.preventDefault();
      part.undo();
    }
  });
  // A click on what can't have the focus gives it to the surface, so that a key after it stays here.
  root.addEventListener("mousedown", (event) => {
    if (!event.target.closest("a, button, input, textarea, select, summary, label, [tabindex]:not(.mk-root)")) {
      setTimeout(() => root.contains(document.activeElement) || root.focus({ preventScroll: true }));
    }
  });

  // ── talking to Python ──
  const onMessage = (content) => {
    if (content.view !== undefined && content.view !== view) return;
    if (content.view === undefined && content.carried) return hello(); // the first cell ran: in this page?
    alive = true;
    taken = Boolean(content.taken);
    carried = Boolean(content.carried);
    saved = Boolean(content.saved);
    canSave = content.writable !== false;
    enable();
    drawNotice();
    part.draw();
  };
  const hello = () => ask({ do: "hello", view });
  const onState = () => {
    drawState(false);
    drawNotice();
    lookAtLine();
  };
  const onGiven = () => {
    if (JSON.stringify(model.get("given")) !== sent) part.forget?.(); // another window's change
    part.draw();
  };
  const onRecord = () => {
    const record = model.get("record");
    if (!record?.exercises || !alive || taken) return; // an older page's notebook is not the one that goes on
    el.dispatchEvent(new CustomEvent("mediakit:record", { bubbles: true, detail: { exercise: exercise.id, record } }));
  };
  const onLesson = () => drawBar();
  model.on("msg:custom", onMessage);
  model.on("change:state", onState);
  model.on("change:given", onGiven);
  model.on("change:record", onRecord);
  model.on("change:lesson", onLesson);
  model.on("comm_live_update", lock); // the kernel was restarted or shut down
  drawState(true);
  lookAtLine();
  const wait = setTimeout(drawNotice, 2500);
  // On a small screen the prompt shrinks to two lines while it sticks; a click shows it whole.
  const stuck = new IntersectionObserver(
    ([seen]) => head.classList.toggle("mk-stuck", seen.boundingClientRect.top < (seen.rootBounds?.top ?? 0)),
    { threshold: [0, 1] },
  );
  // Buttons stick to the window's edge only once the exercise has the better part of it: one row of them is enough.
  const reached = new IntersectionObserver(
    ([seen]) => root.classList.toggle("mk-reached", seen.boundingClientRect.top < (seen.rootBounds?.bottom ?? innerHeight)),
    { rootMargin: "0px 0px -45% 0px", threshold: [0, 1] },
  );
  const top = make("div", { class: "mk-top" });
  root.prepend(top);
  stuck.observe(top);
  reached.observe(top);
  prompt.addEventListener("click", () => head.classList.toggle("mk-whole"));
  const sized = new ResizeObserver(() => {
    root.style.setProperty("--mk-head", `${head.offsetHeight}px`);
    root.style.setProperty("--mk-foot", `${foot.offsetHeight}px`);
    place();
    drawBar();
  });
  sized.observe(root);
  hello();
  return () => {
    clearTimeout(wait);
    clearTimeout(looking);
    sized.disconnect();
    stuck.disconnect();
    reached.disconnect();
    releaseKeys();
    dropAids();
    model.off("msg:custom", onMessage);
    model.off("change:state", onState);
    model.off("change:given", onGiven);
    model.off("change:record", onRecord);
    model.off("change:lesson", onLesson);
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

function drawOriginal(original) {
  return make(
    "details",
    { class: "mk-more" },
    make("summary", {}, `The original, from your own copy: ${original.title} (${original.outlet})`),
    make("div", { class: "mk-text-read" }, original.paragraphs.map((text) => make("p", {}, text))),
  );
}
