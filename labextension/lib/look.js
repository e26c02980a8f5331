// How a lesson's panel looks: no code, no prompts, the whole width; and a bar above it that speaks.

import { Widget } from "@lumino/widgets";

const BUTTONS = ["insert", "cut", "copy", "paste", "run", "interrupt", "restart", "restart-and-run", "cellType", "debugger-icon", "interfaceSwitcher"];
const NARROW = 600; // CSS pixels
const HIDDEN = BUTTONS.map((name) => `.mk-lesson:not(.mk-code) .jp-Toolbar > [data-jp-item-name="${name}"]`);

const STYLE = `
.mk-lesson:not(.mk-code) .jp-Notebook .jp-CodeCell .jp-Cell-inputWrapper,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-InputPrompt,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-OutputPrompt,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-OutputArea-promptOverlay,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-Collapser,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-cell-toolbar,
.mk-lesson:not(.mk-code) .jp-Notebook-footer,
${HIDDEN.join(",\n")} { display: none; }
.mk-lesson:not(.mk-code) .jp-Notebook .jp-Cell { padding-inline: clamp(4px, 2vw, 24px); max-width: 1130px; margin-inline: auto; box-sizing: border-box; }
.mk-lesson:not(.mk-code) .jp-Notebook .jp-CodeCell { padding-block: 0; }
.mk-lesson:not(.mk-code) .jp-Notebook .jp-OutputArea-child > .jp-OutputArea-output { width: 100%; }
.mk-lesson:not(.mk-code) .jp-Notebook .jp-Cell::before,
.mk-lesson:not(.mk-code) .jp-Notebook .jp-Cell::after { display: none; }
.mk-lesson:not(.mk-code) .jp-Notebook.jp-mod-commandMode .jp-Cell.jp-mod-active:focus-visible { box-shadow: -3px 0 0 var(--jp-border-color1, #999); }
.mk-lesson:not(.mk-code) .jp-Notebook .jp-MarkdownOutput { border-color: transparent; }
.mk-bar { background: var(--jp-layout-color2, #eee); color: var(--jp-ui-font-color1, #222); border-bottom: 1px solid var(--jp-border-color1, #999); font-family: var(--jp-ui-font-family, sans-serif); font-size: var(--jp-content-font-size1, 14px); }
.mk-bar > div { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4em 1em; padding: 0.5em 1em; }
.mk-bar.mk-silent { border: 0; }
.mk-bar.mk-silent > div { padding: 0; }
.mk-bar p { margin: 0; flex: 1 1 12em; }
.mk-bar button, button.mk-show-code { font: inherit; color: inherit; background: var(--jp-layout-color1, #fff); border: 1px solid currentColor; border-radius: 4px; padding: 0.1em 0.8em; min-height: 24px; cursor: pointer; }
.mk-bar button { font-weight: 700; min-height: 2em; }
button.mk-show-code[aria-pressed="true"] { font-weight: 700; border-width: 2px; }
.mk-bar button:focus-visible, button.mk-show-code:focus-visible { outline: 2px solid var(--jp-brand-color1, #1565c0); outline-offset: 2px; }
`;

/** Put the lessons' style into the page. */
export function addStyle() {
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
}

/** In a narrow window a single lesson takes the room of JupyterLab's side bars (View ▸ Appearance brings them back). */
export async function makeRoom(app) {
  const { shell } = app;
  if (window.innerWidth >= NARROW || shell.mode !== "single-document" || !shell.isSideTabBarVisible) return;
  await app.restored;
  for (const side of ["left", "right"]) {
    if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
  }
}

/** A line above a notebook, for what it has to say; nothing is seen of it while it is silent. */
export class Bar {
  constructor(panel) {
    this.inner = document.createElement("div");
    this.words = document.createElement("p");
    this.words.setAttribute("role", "status");
    this.widget = new Widget();
    this.widget.addClass("mk-bar");
    this.widget.node.setAttribute("role", "region");
    this.widget.node.setAttribute("aria-label", "About this lesson");
    this.widget.node.append(this.inner);
    panel.contentHeader.addWidget(this.widget);
    // JupyterLab lays the header out by its children's least height, which text has to tell it.
    this.sizes = new ResizeObserver(() => {
      this.widget.node.style.minHeight = `${this.inner.offsetHeight}px`;
      panel.contentHeader.fit();
    });
    this.sizes.observe(this.inner);
    panel.disposed.connect(() => this.sizes.disconnect());
    this.inner.append(this.words);
    this.say("");
  }

  /** Say a sentence, with a button where there is something to do; "" is silence. */
  say(text, { button, press } = {}) {
    this.words.textContent = text;
    this.widget.toggleClass("mk-silent", !text);
    this.button?.remove();
    if (!button) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = button;
    this.button.addEventListener("click", press);
    this.inner.append(this.button);
  }
}

/** Add the "Show code" button to a lesson's toolbar; it shows all code, and hides it again. */
export function addShowCode(panel) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mk-show-code";
  button.textContent = "Show code";
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = panel.node.classList.toggle("mk-code");
    button.setAttribute("aria-pressed", String(shown));
    for (const cell of panel.content.widgets) {
      if (cell.model.type === "code") cell.inputHidden = !shown;
    }
  });
  const item = new Widget();
  item.node.append(button);
  panel.toolbar.insertItem(0, "mediakit-show-code", item);
}
