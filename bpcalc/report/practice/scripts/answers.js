// The file of answers: a sheet that `check` and `grade` read, and that the page reads back.
// @ts-check

/** What begins the comment that tells of hints. */
const HINTS = "with hints:";

/** The last hint, which shows the value. */
export const LAST_HINT = 3;

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A name with a number or a text, in JSON; the digits stay as they are written. */
const MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[-+.\deE]+)/g;

/** @param {string} text @returns {string} as YAML has it */
const scalar = (text) => (text === "" || NUMBER.test(text) ? text : JSON.stringify(text));

/**
 * Return the text of a file of answers.
 * @param {string[]} head comments @param {string} student @param {[string, string][]} answers names, and what was written
 * @param {Record<string, number>} hints how many were given, by the names of lines
 */
export function written(head, student, answers, hints = /** @type {Record<string, number>} */ ({})) {
  const given = hintsGiven(hints);
  const lines = [...head.map((line) => `# ${line}`), `student: ${student ? JSON.stringify(student) : ""}`.trim()];
  return [...lines, ...answers.map(([name, raw]) => `${name}: ${scalar(raw)}`.trim()), ...(given ? [`# ${HINTS} ${given}`] : [])].join("\n") + "\n";
}

/** @param {Record<string, number>} hints how many were given, by the names of lines @returns {string} */
export const hintsGiven = (hints) => Object.entries(hints).map(([name, times]) => `${name} ${times}`).join(", ");

/** How many hints a file says were given, by the names of lines. @param {string} text @returns {[string, number][]} */
export const hinted = (text) => (text.match(/^# with hints: (.*?)\s*$/m)?.[1]?.split(", ").filter(Boolean) ?? []).map((each) => {
  const [, name, times] = each.match(/^(.*) ([1-3])$/) ?? ["", each, LAST_HINT];
  return [String(name), Number(times)];
});

/** Return the text of a file: UTF-8, UTF-16 with its mark, else GB18030. @param {ArrayBuffer} bytes */
export function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first + second === 0xff + 0xfe) return new TextDecoder(first === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/**
 * Read a file of answers; what stands in it beside them is left out.
 * @param {string} text @returns {Map<string, string>}
 */
export function read(text) {
  /** @type {Map<string, string>} */
  const found = new Map();
  if (/^\s*\{/.test(text)) {
    for (const [, name, raw] of text.matchAll(MEMBER)) if (!found.has(unquoted(name))) found.set(unquoted(name), unquoted(raw));
    return found;
  }
  for (const line of text.split(/\r?\n/).flatMap(apart)) {
    const [, key, raw] = line.match(/^\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:][^:]*?)\s*[:：=]\s*(.*?)\s*$/) ?? [];
    const name = key === undefined ? undefined : unquoted(key);
    if (name !== undefined && raw !== undefined && !found.has(name)) found.set(name, unquoted(raw)); // as `check` does
  }
  return found;
}

/** Behind a number, where the name of the next one begins: `net_h1 = 0.38, out_h1 = 0.59`. */
const NEXT = /([=:：]\s*[-+−]?[\d.][^\s,;，；=:：]*)[\s,;，；]+(?=[^\s\d,;=:：#"'][^\s,;=:：]*\s*[=:：]\s*[-+−]?[\d.])/gu;

/** Return the statements of a line. @param {string} line */
const apart = (line) => (line.length < LONGEST ? line.replace(NEXT, "$1\n").split("\n") : [line]);

/** Signs of a line in which several statements are looked for. */
const LONGEST = 1000;

/** The exercise that a file says it belongs to: the command in its first comment, without the name of the file. @param {string} text @returns {string} */
export const origin = (text) => text.match(/^#\s*(bpcalc\s.*?)\s+\S+\s*$/m)?.[1] ?? "";

/** @param {string} raw */
function unquoted(raw) {
  if (raw.startsWith('"')) {
    try {
      return String(JSON.parse(raw));
    } catch {
      return raw;
    }
  }
  return raw.replace(/\s+#.*$/, "").replace(/^'(.*)'$/, "$1");
}
