// The file of answers: a sheet that `check` and `grade` read, and that the page reads back.
// @ts-check

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** @param {string} text @returns {string} as YAML has it */
const scalar = (text) => (text === "" || NUMBER.test(text) ? text : JSON.stringify(text));

/**
 * Return the text of a file of answers.
 * @param {string[]} head comments @param {string} student @param {[string, string][]} answers names, and what was written
 */
export function written(head, student, answers) {
  const lines = [...head.map((line) => `# ${line}`), `student: ${student ? JSON.stringify(student) : ""}`.trim()];
  return [...lines, ...answers.map(([name, raw]) => `${name}: ${scalar(raw)}`.trim())].join("\n") + "\n";
}

/**
 * Read a file of answers; what stands in it beside them is left out.
 * @param {string} text @returns {Map<string, string>}
 */
export function read(text) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const line of text.split(/\r?\n/)) {
    const [, name, raw] = line.match(/^\s*([^\s#:][^:]*?)\s*[:：=]\s*(.*?)\s*$/) ?? [];
    if (name !== undefined && raw !== undefined) found.set(name, unquoted(raw));
  }
  return found;
}

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
