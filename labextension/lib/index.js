// JupyterLab's side: finds notebooks of mediakit among those that are opened. See lesson.js.

import { INotebookTracker } from "@jupyterlab/notebook";

import { guardKeys } from "./keys.js";
import { openLesson } from "./lesson.js";
import { addStyle } from "./look.js";

export default {
  id: "mediakit-lessons:plugin",
  description: "Opens a mediakit lesson as a story.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (app, tracker) => {
    addStyle();
    guardKeys();
    tracker.widgetAdded.connect((_, panel) => {
      openLesson(panel, app).catch((error) => console.error("mediakit could not open the lesson", error));
    });
  },
};
