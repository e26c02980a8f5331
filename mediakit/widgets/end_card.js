// The end card of a lesson. Python tells what stands on it; this draws it and patches what has changed.

function drawEndCard({ model, el }) {
  const title = newId("end");
  const root = make("section", { className: "mk-root mk-end", "data-end-card": true, "aria-labelledby": title });
  const letGo = [keepKeys(root), followAids(root)];
  const voice = speaker();
  const ask = asking(model, () =>
    voice.say("Nothing answers. Run the lesson again: in the menu, Run, then Run All Cells."),
  );
  const heading = make("h2", { id: title, className: "mk-prompt", tabindex: "-1" });
  const empty = make("p");
  const found = make("tbody");
  const findings = make(
    "table",
    { className: "mk-c-findings" },
    make("caption", { className: "mk-c-hidden" }, "Found and fallen for"),
    found,
  );
  const sentence = make("p");

  const again = make("div", { className: "mk-c-again" });
  const againSay = make("p");
  const againButton = make("button", { type: "button", className: "mk-c-button" }, "Try it on another story");
  againButton.addEventListener("click", () => ask({ do: "again", exercise: model.get("card").again.id }));
  again.append(make("h3", {}, "One thing to do again"), againSay, againButton);

  const open = make("div");
  const openPicks = make("ul", { className: "mk-c-picks", role: "list" });
  open.append(make("h3", {}, "Still open"), openPicks);

  const take = make("p", { className: "mk-c-take" });
  const takeText = make("span");
  take.append(make("b", {}, "A question to take away: "), takeText);

  const secondPicks = make("ul", { className: "mk-c-picks", role: "list" });
  const secondPanel = make("div", {}, secondPicks);
  const seconds = unfolding("All second attempts", secondPanel);

  const ways = make("div", { className: "mk-c-ways" });
  const whose = nameForm("Whose work is it?", "Hand in", (name) => ask({ do: "hand in", name }));
  const whosePanel = make("div", { id: newId("panel"), hidden: true }, whose);
  const handIn = make(
    "button",
    { type: "button", className: "mk-c-button", "aria-controls": whosePanel.id },
    "Hand in",
  );
  handIn.addEventListener("click", () => {
    if (!model.get("card").ask) return ask({ do: "hand in", name: "" });
    whosePanel.hidden = !whosePanel.hidden;
    if (!whosePanel.hidden) whose.field.focus();
  });
  whosePanel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") handIn.click(), handIn.focus();
  });
  const lessons = notebookLink({ className: "mk-c-button" }, "‹ Lessons");
  const next = notebookLink({ className: "mk-c-button mk-c-go" });
  ways.append(lessons, handIn, next);

  const points = make("p", { className: "mk-c-small" });
  const lines = make("tbody");
  const head = make("tr", {}, ["No.", "Exercise", "How it stands"].map((one) => make("th", { scope: "col" }, one)));
  const linesPanel = make("div", {}, make("table", {}, make("thead", {}, head), lines));
  const all = unfolding("All exercises", linesPanel);

  root.append(
    heading, empty, findings, sentence, again, seconds, secondPanel, take, open, ways, whosePanel,
    voice.node, points, all, linesPanel,
  );
  el.append(root);

  function redraw() {
    const card = model.get("card");
    put(heading, card.title);
    put(empty, card.empty);
    put(sentence, card.sentence);
    findings.hidden = card.findings.length === 0;
    patch(found, card.findings, ([what, count]) =>
      make("tr", {}, make("th", { scope: "row" }, what), make("td", {}, count)),
    );
    again.hidden = !card.again;
    put(againSay, card.again ? card.again.say : "");
    show(seconds, secondPanel, card.seconds.length > 0);
    patch(secondPicks, card.seconds, ([id, number, name]) =>
      pick(`${number} ${name}`, () => ask({ do: "again", exercise: id })),
    );
    take.hidden = !card.take;
    put(takeText, card.take);
    open.hidden = card.open.length === 0;
    patch(openPicks, card.open, ([id, number, name]) => pick(`${number} ${name}`, () => goTo(id, number)));
    put(points, card.points);
    show(all, linesPanel, card.lines.length > 0);
    patch(lines, card.lines, ([number, name, state]) =>
      make("tr", {}, make("th", { scope: "row" }, number), make("td", {}, name), make("td", {}, state)),
    );
    next.hidden = !card.next;
    if (card.next) {
      put(next, `Next lesson: ${card.next.called}`);
      aim(next, card.next.notebook);
    }
    aim(lessons, card.lessons);
  }
  function show(button, panel, there) {
    button.hidden = !there;
    if (!there) button.fold();
  }
  const pick = (label, onclick) =>
    make("li", {}, make("button", { type: "button", className: "mk-c-button", onclick }, label));

  /** Draw a list anew only where its data differ, and give the focus back to what had it. */
  function patch(node, data, drawOne) {
    const now = JSON.stringify(data);
    if (node.dataset.now === now) return;
    node.dataset.now = now;
    const held = node.contains(document.activeElement) ? document.activeElement.textContent : null;
    node.replaceChildren(...data.map(drawOne));
    if (held === null) return;
    const same = [...node.querySelectorAll("button")].find((one) => one.textContent === held);
    (same || heading).focus();
  }

  const find = (id) =>
    (root.closest(".jp-NotebookPanel") || document).querySelector(`.mk-root[data-exercise="${CSS.escape(id)}"]`);
  function goTo(id, number) {
    const there = find(id);
    if (!there) return voice.say(`Exercise ${number} is further up in this lesson.`);
    const prompt = there.querySelector(".mk-prompt") || there;
    if (!prompt.hasAttribute("tabindex")) prompt.setAttribute("tabindex", "-1");
    there.scrollIntoView({ block: "start" });
    prompt.focus({ preventScroll: true });
  }
  /** The second attempt is drawn a moment after it was asked for. */
  function goWhenDrawn(id, tries = 40) {
    if (find(id)?.querySelector(".mk-prompt")) goTo(id, "");
    else if (tries > 0) setTimeout(() => goWhenDrawn(id, tries - 1), 100);
    else voice.say("The second attempt stands below.");
  }

  model.on("change:card", redraw);
  model.on("msg:custom", (told) => {
    if (told.done && !whosePanel.hidden) {
      whosePanel.hidden = true;
      handIn.focus();
    }
    if (told.say !== undefined) voice.say(told.say);
    if (told.show) {
      voice.say("");
      goWhenDrawn(told.show);
    }
  });
  redraw();
  return () => letGo.forEach((one) => one());
}

export default { render: drawEndCard };
