// The score card at a lesson's end.

function drawCard({ model, el }) {
  const root = make("div", { class: "mk-root mk-surface", role: "group", "aria-label": "Score card" });
  keepKeys(root);
  const line = make("p", { class: "mk-prompt" });
  const rows = make("tbody");
  const message = make("p", { class: "mk-status", role: "status" });
  const head = make("tr", {}, ["No.", "Exercise", "How it stands"].map((text) => make("th", { scope: "col" }, text)));
  root.append(
    line,
    make("table", { class: "mk-table" }, make("thead", {}, head), rows),
    make("div", { class: "mk-tools" }, make("button", { type: "button", class: "mk-button", onclick: () => model.send({ do: "hand in" }) }, "Write a file to hand in")),
    message,
  );
  el.append(root);
  function redraw() {
    line.textContent = model.get("line");
    message.textContent = model.get("message");
    rows.replaceChildren(
      ...model.get("rows").map(([number, asked, state]) =>
        make("tr", {}, make("th", { scope: "row" }, number), make("td", {}, asked), make("td", {}, state)),
      ),
    );
  }
  for (const name of ["rows", "line", "message"]) model.on(`change:${name}`, redraw);
  redraw();
}

export default { render: drawCard };
