// A lesson in its panel: run when it is opened, shown from the exercise that is open, its answers
// kept in the notebook. What may run by itself is calls.js's matter.

import { CodeCell } from "@jupyterlab/cells";
import { NotebookActions } from "@jupyterlab/notebook";

import { readCall, readNotebook } from "./calls.js";
import { addShowCode, Bar, makeRoom } from "./look.js";

const GOTO = "mediakit:goto";
const READY_SECONDS = 15;
const SHOWN = ["exercise", "end_card"];
const SAVE_AFTER = 1000; // milliseconds after the last answer
// A kernel that looks for modules in the notebook's folder would run a random.py that lies there.
// An IPython before 9.7 puts that folder on the path even where Python itself leaves it out.
const IS_SAFE =
  "__import__('sys').flags.safe_path and not {'', '.', __import__('os').getcwd()} & set(__import__('sys').path)";

const SAYS = {
  opening: "Opening the lesson …",
  noKernel: "This lesson needs Python to answer, and none is running here. Choose one: Kernel ▸ Change Kernel.",
  dead: "Python has stopped. Your answers are kept. To go on: Kernel ▸ Restart Kernel.",
  unsafe: "Press Start to begin. (This Jupyter would also run Python files that lie in this folder.)",
  stopped: "Python stopped and was started again. Your answers are kept. Press Start to go on.",
  failed: "The lesson couldn't be opened. What went wrong stands below.",
  foreign: (cell) =>
    `Cell ${cell} has code that isn't part of the lesson, so nothing was run by itself. Run ▸ Run All Cells runs it.`,
};

const codeCells = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");
const sourceOf = (cell) => cell.model.sharedModel.getSource();

/** Open a notebook's panel as a lesson, if it is one of mediakit's; others are left alone. */
export async function openLesson(panel, app) {
  await panel.context.ready;
  if (panel.isDisposed || !readNotebook(codeCells(panel).map(sourceOf)).ours) return;
  keepRecords(panel);
  panel.node.addEventListener("mediakit:open", (event) => followLink(event, panel, app));
  const lesson = new OpenedLesson(panel, app);
  panel.node.addEventListener("mediakit:reopen", (event) => lesson.reopen(event));
  await panel.sessionContext.ready;
  await isSeen(panel.node);
  if (!panel.isDisposed) await lesson.open();
}

/** Until a panel is on the screen: a tab in the background is opened when somebody looks at it. */
function isSeen(node) {
  return new Promise((resolve) => {
    const watcher = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      resolve();
    });
    watcher.observe(node);
  });
}

class OpenedLesson {
  constructor(panel, app) {
    this.panel = panel;
    this.app = app;
    this.bar = new Bar(panel);
    this.running = false;
    this.turn = 0;
    this.trusted = false; // Start was pressed: this panel's reader wants it run
    this.touched = false; // the reader has clicked, typed or scrolled: leave them where they are
    for (const kind of ["pointerdown", "keydown", "wheel"]) {
      panel.node.addEventListener(kind, () => (this.touched = true), { capture: true, passive: true });
    }
    this.watchKernel();
  }

  /** Look whether all may be run, dress the panel as a lesson, and run it or say what stands in the way. */
  async open() {
    if (this.running) return;
    const cells = codeCells(this.panel);
    const { refused } = readNotebook(cells.map(sourceOf));
    if (refused !== null) {
      cells[refused].inputHidden = false; // to be read before anybody runs it
      this.bar.say(SAYS.foreign(this.panel.content.widgets.indexOf(cells[refused]) + 1));
      return;
    }
    this.dress();
    const kernel = this.panel.sessionContext.session?.kernel;
    if (!kernel) {
      this.bar.say(SAYS.noKernel);
      return;
    }
    this.running = true;
    try {
      this.bar.say(SAYS.opening);
      if (this.trusted || (await isSafe(kernel))) await this.run();
      else this.offerStart(SAYS.unsafe);
    } catch (error) {
      console.error("mediakit could not run the lesson", error);
      this.offerStart(SAYS.stopped);
    } finally {
      this.running = false;
    }
  }

  /** Go on in this page after another had the lesson: what that one saved comes first, then the lesson runs. */
  async reopen(event) {
    event.preventDefault();
    await this.panel.context.revert();
    this.touched = false;
    await this.open();
  }

  offerStart(text) {
    this.bar.say(text, {
      button: "Start",
      press: () => {
        this.trusted = true;
        this.touched = false;
        this.panel.content.node.focus({ preventScroll: true }); // the button goes: keep the focus here
        this.open();
      },
    });
  }

  dress() {
    const { panel } = this;
    if (panel.node.classList.contains("mk-lesson")) return;
    panel.addClass("mk-lesson");
    panel.content.notebookConfig = { ...panel.content.notebookConfig, windowingMode: "none", scrollPastEnd: false };
    addShowCode(panel);
    makeRoom(this.app);
  }

  /** Run the first cell alone, the others if it succeeded, and go to what is open. */
  async run() {
    const [first, ...rest] = codeCells(this.panel);
    if (!(await this.execute(first))) {
      this.bar.say(SAYS.failed, { button: "Try again", press: () => this.open() });
      return;
    }
    const done = await Promise.all(rest.map((cell) => this.execute(cell)));
    this.bar.say("");
    // Opening is not working: what was run now is run again the next time, so there is nothing to save.
    // (JupyterLab itself notes the kernel's version in the notebook.)
    if (this.turn === 0) this.panel.context.model.dirty = false;
    this.arrive(rest.filter((cell, n) => done[n] && SHOWN.includes(readCall(sourceOf(cell)))));
  }

  /** Once these cells' surfaces stand, go to what is open, unless the reader is at work somewhere. */
  async arrive(cells) {
    const turn = (this.turn += 1);
    await surfacesStand(this.panel.node, cells);
    if (turn !== this.turn || this.panel.isDisposed) return; // run again meanwhile
    const wanted = sessionStorage.getItem(GOTO);
    sessionStorage.removeItem(GOTO);
    if (!this.touched) goToOpen(this.panel, wanted);
  }

  /** Run a cell; says whether it succeeded. One cell's error stops no other. */
  async execute(cell) {
    if (readCall(sourceOf(cell)) === null) return false; // changed since it was looked at
    const tags = [...(cell.model.getMetadata("tags") || []), "raises-exception"];
    try {
      const reply = await CodeCell.execute(cell, this.panel.sessionContext, { tags });
      return !reply || reply.content.status === "ok";
    } catch {
      return false; // the kernel went away; watchKernel says so
    }
  }

  /** After a restart by the reader the lesson runs again; a kernel that died is spoken of. */
  watchKernel() {
    const { sessionContext, content } = this.panel;
    let restarted = null;
    let runByReader = false;
    const scheduled = (_, { notebook }) => {
      if (notebook === content) runByReader = true;
    };
    NotebookActions.executionScheduled.connect(scheduled);
    this.panel.disposed.connect(() => NotebookActions.executionScheduled.disconnect(scheduled));
    sessionContext.kernelChanged.connect(() => {
      if (this.panel.hasClass("mk-lesson")) this.open(); // another kernel, or none
    });
    sessionContext.statusChanged.connect((_, status) => {
      if (!this.panel.hasClass("mk-lesson")) return;
      if (status === "dead") this.bar.say(SAYS.dead);
      if (status === "restarting" || status === "autorestarting") {
        restarted = status;
        runByReader = false;
      }
      if (status !== "idle" || !restarted) return;
      const how = restarted;
      restarted = null;
      // "Restart and run all" runs the cells by itself.
      setTimeout(() => {
        this.touched = false;
        if (how === "autorestarting") this.offerStart(SAYS.stopped);
        else if (!runByReader) this.open();
      }, 500);
    });
  }
}

/** Whether a kernel imports nothing that lies beside the notebook; Pyodide has no such folder of others. */
async function isSafe(kernel) {
  if ((await kernel.info).implementation === "pyodide") return true;
  const request = { code: "", silent: true, store_history: false, user_expressions: { safe: IS_SAFE } };
  const { content } = await kernel.requestExecute(request).done;
  return content.status === "ok" && content.user_expressions?.safe?.data?.["text/plain"] === "True";
}

/** Until the surfaces of these cells have heard from Python, or some seconds have passed. */
function surfacesStand(node, cells) {
  const stands = (cell) => cell.node.querySelector('.mk-root[data-ready="true"], .mk-root[data-end-card]');
  return new Promise((resolve) => {
    const look = () => {
      if (!cells.every(stands)) return;
      watcher.disconnect();
      clearTimeout(timer);
      resolve();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(node, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-ready"] });
    const timer = setTimeout(() => {
      watcher.disconnect();
      resolve();
    }, READY_SECONDS * 1000);
    look();
  });
}

/** Bring the first open exercise into view, or the end card where that was asked for or all is done. */
function goToOpen(panel, wanted) {
  const find = (what) => panel.node.querySelector(`.mk-root${what}`);
  const open = find('[data-open="true"]');
  const begun = find('[data-open="false"]');
  const root = wanted === "end" || !open ? find("[data-end-card]") || open : open;
  if (!root) return;
  const target = root.querySelector(".mk-prompt, [tabindex='-1']") || root;
  const view = scrollerOf(root);
  if (!view) return;
  const box = view.getBoundingClientRect();
  const at = target.getBoundingClientRect();
  const seen = at.top >= box.top && at.bottom <= box.bottom;
  if (root === open && !begun && seen) return; // a new lesson begins at its top
  const here = document.activeElement;
  if (here === document.body || panel.node.contains(here)) target.focus({ preventScroll: true });
  view.scrollTop += target.getBoundingClientRect().top - box.top - box.height / 6;
}

function scrollerOf(node) {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) return at;
  }
  return null;
}

/** Keep what surfaces answer in the notebook's own metadata, and save it a moment later. */
function keepRecords(panel) {
  let timer = null;
  panel.node.addEventListener("mediakit:record", ({ detail }) => {
    const { exercise, record } = detail || {};
    if (!exercise || !record?.attempt || !panel.content.model) return;
    const kept = panel.content.model.getMetadata("mediakit");
    const same = kept?.attempt === record.attempt;
    if (same && sameJSON(kept.records?.[exercise], record)) return;
    const records = { ...(same ? kept.records : {}), [exercise]: record };
    panel.content.model.setMetadata("mediakit", { attempt: record.attempt, records });
    clearTimeout(timer);
    timer = setTimeout(() => save(panel), SAVE_AFTER);
  });
}

/** Whether two JSON values are equal, whatever the order of their keys. */
function sameJSON(a, b) {
  const sorted = (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

/** Save a notebook that may be written; JupyterLab tells what goes wrong. */
async function save(panel) {
  if (panel.isDisposed || !panel.context.contentsModel?.writable) return;
  try {
    await panel.context.save();
  } catch (error) {
    console.error("mediakit could not save the notebook", error);
  }
}

/** Follow a link from one of our notebooks to another in its folder, where the page shows notebooks now. */
async function followLink(event, panel, app) {
  const { notebook, at } = event.detail || {};
  if (!/^[^/\\]+\.ipynb$/.test(notebook || "")) return;
  event.preventDefault();
  if (at === "end") sessionStorage.setItem(GOTO, "end");
  else sessionStorage.removeItem(GOTO);
  await save(panel);
  const folder = panel.context.path.replace(/[^/]*$/, "");
  const here = new URL(location.href);
  if (here.searchParams.has("path")) here.searchParams.set("path", folder + notebook); // JupyterLite
  else if (/\/(doc\/tree|notebooks)\//.test(here.pathname)) here.pathname = here.pathname.replace(/[^/]*$/, encodeURIComponent(notebook));
  else {
    app.commands.execute("docmanager:open", { path: folder + notebook });
    return;
  }
  location.href = here.href;
}
