// Which code may run by itself: a closed list of mediakit's own calls with literal arguments.
//
// Code is read, never evaluated. What is not on the list is refused, harmless or not: a lesson has
// no other code, and somebody else's notebook is none of our business.

const OPENERS = {
  open_lesson: ["from", "mediakit", "import", "open_lesson", "\n", "lesson", "=", "open_lesson"],
  open_course: ["from", "mediakit", "import", "open_course", "\n", "open_course"],
};
// The calls of a built lesson, then those of older copies.
const CALLS = [
  "exercise", "worked", "chain", "table", "counts", "program", "end_card",
  "check", "again", "score", "score_card", "hint",
];
const CONSTANTS = ["True", "False", "None"];
// Python and IPython end a line at more characters than "\n": one of them in a comment or between
// quotation marks could begin a line of code that is not seen here.
const LINE_ENDS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?(0|[1-9][0-9]*)(?![A-Za-z0-9_.])/y;

/**
 * Cut code into tokens: {kind: "name" | "string" | "number" | "sign" | "line", text}.
 * Gives null for whatever is none of these.
 */
export function readTokens(source) {
  const code = source.replace(/\r\n/g, "\n");
  if (LINE_ENDS.test(code)) return null;
  const tokens = [];
  let at = 0;
  let depth = 0;
  while (at < code.length) {
    const letter = code[at];
    if (letter === " " || letter === "\t") {
      at += 1;
    } else if (letter === "#") {
      while (at < code.length && code[at] !== "\n") at += 1;
    } else if (letter === "\n") {
      if (depth === 0 && tokens.length && tokens.at(-1).kind !== "line") tokens.push({ kind: "line", text: letter });
      at += 1;
    } else if (letter === '"' || letter === "'") {
      const end = endOfString(code, at);
      if (end === null) return null;
      tokens.push({ kind: "string", text: code.slice(at, end) });
      at = end;
    } else if ("()[],.=".includes(letter)) {
      if ("([".includes(letter)) depth += 1;
      if (")]".includes(letter)) depth -= 1;
      tokens.push({ kind: "sign", text: letter });
      at += 1;
    } else {
      const found = match(NAME, code, at) || match(NUMBER, code, at);
      if (!found) return null;
      tokens.push({ kind: /[A-Za-z_]/.test(letter) ? "name" : "number", text: found });
      at += found.length;
    }
  }
  if (tokens.length && tokens.at(-1).kind === "line") tokens.pop();
  return tokens;
}

function match(pattern, code, at) {
  pattern.lastIndex = at;
  return pattern.exec(code)?.[0];
}

/** Where a one-line string that begins at `at` is over; null where it never is. */
function endOfString(code, at) {
  for (let here = at + 1; here < code.length && code[here] !== "\n"; here += 1) {
    if (code[here] === "\\") {
      here += 1;
      if (code[here] === "\n") return null;
    } else if (code[here] === code[at]) return here + 1;
  }
  return null;
}

/** Reads literals from tokens; each method says whether it found one, and stands behind it then. */
class Literals {
  constructor(tokens, at) {
    this.tokens = tokens;
    this.at = at;
  }

  sign(text) {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  literal() {
    const token = this.tokens[this.at];
    if (!token) return false;
    if (["string", "number"].includes(token.kind) || (token.kind === "name" && CONSTANTS.includes(token.text))) {
      this.at += 1;
      return true;
    }
    if (this.sign("(")) return this.several(")", () => this.literal());
    if (this.sign("[")) return this.several("]", () => this.literal());
    return false;
  }

  several(end, read) {
    while (!this.sign(end)) {
      if (!read()) return false;
      if (!this.sign(",")) return this.sign(end);
    }
    return true;
  }

  argument() {
    const [name, equals] = this.tokens.slice(this.at, this.at + 2);
    if (name?.kind === "name" && equals?.kind === "sign" && equals.text === "=") this.at += 2;
    return this.literal();
  }

  arguments() {
    return this.sign("(") && this.several(")", () => this.argument());
  }
}

/** The name of the call that a cell makes ("open_lesson", "exercise", …); "" for an empty cell, null where it is refused. */
export function readCall(source) {
  const tokens = readTokens(source);
  if (tokens === null) return null;
  if (!tokens.length) return "";
  for (const [name, words] of Object.entries(OPENERS)) {
    if (startsWith(tokens, words)) {
      const rest = new Literals(tokens, words.length);
      return rest.arguments() && rest.at === tokens.length ? name : null;
    }
  }
  if (!startsWith(tokens, ["lesson", "."])) return null;
  const name = tokens[2];
  if (name?.kind !== "name" || !CALLS.includes(name.text)) return null;
  const rest = new Literals(tokens, 3);
  if (!rest.arguments()) return null;
  if (name.text === "worked" && startsWith(tokens.slice(rest.at), [".", "chain"])) rest.at += 2;
  return rest.at === tokens.length ? name.text : null;
}

function startsWith(tokens, words) {
  return words.every((word, n) => tokens[n]?.text === word);
}

/**
 * What a notebook's code cells are, given their sources in order: {ours, calls, refused}.
 * `ours`: the first one opens a lesson or the course. `refused`: the place among the code cells of the
 * first one that isn't on the list, or null: then all may run.
 */
export function readNotebook(sources) {
  const calls = sources.map(readCall);
  const lines = (sources[0] || "").split("\n").map((line) => readTokens(line) || []);
  const ours = Object.values(OPENERS).some((words) => lines.some((line) => startsWith(line, words.slice(0, 4))));
  const refused = calls.findIndex((call, n) => call === null || (call in OPENERS) !== (n === 0));
  return { ours, calls, refused: refused === -1 ? null : refused };
}
