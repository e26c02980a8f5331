// No key pressed beside a surface may change the notebook: b, a, v insert cells, Shift+Enter on the last
// cell adds one, Alt+Enter too. JupyterLab's shortcuts with Ctrl or Meta (Ctrl+S) stay.

const SUPPRESS = "data-lm-suppress-shortcuts";
const MODIFIERS = ["Control", "Meta", "Alt", "Shift"];
const TYPED_INTO = "input, textarea, select, .cm-editor, [contenteditable='true']";

/**
 * Keep JupyterLab's one-key shortcuts out of lessons whose code is hidden.
 * It listens at the window, before JupyterLab: Notebook 7 hears keys on their way down to the cell.
 */
export function guardKeys() {
  let marked = null;
  window.addEventListener(
    "keydown",
    (event) => {
      const at = event.target;
      if (!(at instanceof Element) || MODIFIERS.includes(event.key)) return;
      // It stands for one key alone: left on a cell, it would keep Ctrl+S from all that lies in it.
      marked?.removeAttribute(SUPPRESS);
      marked = null;
      if (at.closest(TYPED_INTO) || at.closest(".mk-root") || !at.closest(".mk-lesson:not(.mk-code)")) return;
      if (event.ctrlKey || event.metaKey || (event.altKey && event.key !== "Enter")) return;
      at.setAttribute(SUPPRESS, "true");
      marked = at;
    },
    true,
  );
}
