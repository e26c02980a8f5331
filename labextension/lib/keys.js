// No key pressed beside a surface may change the notebook: b, a, v insert cells, Shift+Enter on the last
// cell adds one, Alt+Enter too. JupyterLab's shortcuts with Ctrl or Meta (Ctrl+S) stay.

const SUPPRESS = "data-lm-suppress-shortcuts";
const TYPED_INTO = "input, textarea, select, .cm-editor, [contenteditable='true']";

/**
 * Keep JupyterLab's one-key shortcuts out of lessons whose code is hidden.
 * It listens at the window, before JupyterLab: Notebook 7 hears keys on their way down to the cell.
 */
export function guardKeys() {
  const guarded = new WeakSet();
  window.addEventListener(
    "keydown",
    (event) => {
      const at = event.target;
      if (!(at instanceof Element)) return;
      const held = event.ctrlKey || event.metaKey || (event.altKey && event.key !== "Enter");
      const lesson = at.closest(".mk-lesson:not(.mk-code)");
      if (lesson && !held && !at.closest(TYPED_INTO) && !at.closest(".mk-root")) {
        if (!at.hasAttribute(SUPPRESS)) guarded.add(at);
        at.setAttribute(SUPPRESS, "true");
      } else if (guarded.delete(at)) at.removeAttribute(SUPPRESS);
    },
    true,
  );
}
