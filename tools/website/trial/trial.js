/* The page that calculates: an editor, the program in a worker, and what it answers. */

const TEXTS = {
  en: {
    start: "Start",
    size: "About {size} MB are loaded, and kept by the browser like any page; nothing that you type leaves it.",
    loading: "Loading {name} ({done} of {all} MB)…",
    starting: "Starting Python…",
    ready: "bpcalc {version} on Python {python}: {size} MB loaded and started in {seconds} s.",
    failed: "This browser cannot run it: {reason}",
    exercise: "Exercise",
    solution: "Whole solution",
    live: "Live page",
    practice: "Practice page",
    picture: "Picture",
    run: "Run",
    command: "Command",
    took: "{words}: {seconds} s, exit code {code}",
    working: "Working…",
    stop: "Stop",
    stopped: "Stopped.",
    good: "The exercise can be worked.",
    save: "Save {name}",
    line: "Line {line}, column {column}: {says}",
    editor: "Exercise file",
  },
  zh: {
    start: "开始",
    size: "要载入约 {size} MB，浏览器会像缓存别的页面一样留着它；你写的东西不会离开浏览器。",
    loading: "正在载入 {name}（{done} / {all} MB）……",
    starting: "正在启动 Python……",
    ready: "bpcalc {version}，Python {python}：载入 {size} MB，{seconds} 秒启动。",
    failed: "这个浏览器不能运行：{reason}",
    exercise: "习题",
    solution: "完整解答",
    live: "可交互页面",
    practice: "练习页面",
    picture: "图",
    run: "运行",
    command: "命令",
    took: "{words}：{seconds} 秒，退出码 {code}",
    working: "正在计算……",
    stop: "停止",
    stopped: "已停止。",
    good: "这道习题可以计算。",
    save: "保存 {name}",
    line: "第 {line} 行第 {column} 列：{says}",
    editor: "习题文件",
  },
};

const COMMANDS = [
  "step exercise.yaml --brief",
  "check exercise.yaml net_h1=0.3775 out_h1=0.5933 delta_o1=0.7414",
  "why exercise.yaml w5_new",
  "step exercise.yaml --notation zhou --width 90",
  "train exercise.yaml --epochs 1000 --until 0.001",
  "compare exercise.yaml --vary learning_rate=0.1,0.5",
  "audit exercise.yaml",
  "new exercise.yaml --seed 7",
  "step exercise.yaml -o solution.xlsx",
  "export exercise.yaml --to moodle -o quiz.xml",
  "notations",
  "--help",
];

const BUTTONS = {
  solution: "step exercise.yaml -o solution.html --force",
  live: "step exercise.yaml -o live.html --live --force",
  practice: "sheet exercise.yaml -o practice.html --force",
  picture: "draw exercise.yaml -o network.svg --force",
};

const room = document.getElementById("bpcalc-trial");
const language = room.dataset.language;
const folder = room.dataset.folder;

const say = (name, parts = {}) =>
  TEXTS[language][name].replace(/\{(\w+)\}/g, (whole, part) => String(parts[part] ?? whole));

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** Return a new element with what is to be in it. */
function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const parts = {};
let listed = [];
let whole = 0;

/** Take note of the parts to load, and of the bytes of these and of what loads them. */
window.bpcalcParts = (list, bytes) => {
  listed = list;
  whole = bytes;
};

window.bpcalcPart = (name, text) => {
  parts[name] = text;
};

function script(name) {
  return new Promise((done, fail) => {
    const made = element("script", { src: `${folder}/${name}` });
    made.onload = done;
    made.onerror = () => fail(new Error(name));
    document.head.append(made);
  });
}

/** Return the bytes of a part that has come as base64 of what was compressed. */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const state = element("p", { role: "status", class: "trial-state" });
let worker = null;
let bytes = {};
let waiting = new Map();
let last = 0;

/** Ask the worker; the answer is a promise. */
function ask(call, given = {}) {
  const id = ++last;
  return new Promise((done, fail) => {
    waiting.set(id, { done, fail });
    worker.postMessage({ id, call, ...given });
  });
}

async function begin() {
  const code = new Blob([bytes["worker.js"]], { type: "text/javascript" });
  worker = new (window.NativeWorker ?? window.Worker)(URL.createObjectURL(code));
  worker.onmessage = ({ data }) => {
    const { done, fail } = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) fail(new Error(data.error));
    else done(data.answer);
  };
  worker.onerror = (event) => {
    for (const { fail } of waiting.values()) fail(new Error(event.message || "Worker"));
    waiting = new Map();
  };
  const program = new TextDecoder().decode(bytes["program.py"]);
  return ask("start", { parts: bytes, program, language });
}

async function load() {
  let done = 0;
  for (const part of listed) {
    state.textContent = say("loading", { name: part.name, done: megabytes(done), all: megabytes(whole) });
    await script(`${part.name}.js`);
    done += part.bytes;
  }
  state.textContent = say("starting");
  for (const part of listed) {
    bytes[part.name] = await unpacked(parts[part.name]);
    delete parts[part.name];
  }
  for (const name of ["ace.js", "mode-yaml.js", "ext-language_tools.js"]) await script(name);
}

/** Return what can be written at a place of the file: keys, or what a key may be. */
function completions(schema, text, column) {
  const before = text.slice(0, column);
  const value = /^(\w+):\s*\S*$/.exec(before);
  if (value) return values(schema, schema.properties[value[1]]).map((each) => ({ value: each }));
  if (!/^\w*$/.test(before)) return [];
  return Object.entries(schema.properties).map(([key, { description }]) => ({
    value: `${key}: `,
    caption: key,
    docText: description,
  }));
}

function values(schema, part) {
  if (!part) return [];
  if (part.$ref) return values(schema, schema.definitions[part.$ref.split("/").pop()]);
  const here = (part.enum ?? []).map(String);
  const kinds = part.type === "boolean" ? ["true", "false"] : [];
  const others = (part.anyOf ?? []).flatMap((each) => values(schema, each));
  return [...new Set([...here, ...kinds, ...others])];
}

function edited(place, about) {
  const { ace } = window;
  ace.config.set("basePath", folder);
  ace.config.set("useWorker", false);
  const editor = ace.edit(place, {
    mode: "ace/mode/yaml",
    tabSize: 2,
    useSoftTabs: true,
    fontSize: 14,
    showPrintMargin: false,
    minLines: 14,
    maxLines: 32,
    useWorker: false,
    enableBasicAutocompletion: [
      {
        identifierRegexps: [/[\w: ]/],
        getCompletions: (_editor, session, position, _prefix, done) =>
          done(null, completions(about.schema, session.getLine(position.row), position.column)),
      },
    ],
    enableLiveAutocompletion: true,
  });
  editor.textInput.getElement().setAttribute("aria-label", say("editor"));
  return editor;
}

function marked(editor, faults, list) {
  editor.session.setAnnotations(
    faults.map(({ line, column, says }) => ({ row: line - 1, column: column - 1, text: says, type: "error" })),
  );
  const sentences = faults.map((fault) => element("li", {}, say("line", fault)));
  list.replaceChildren(...(sentences.length ? sentences : [element("li", {}, say("good"))]));
  list.classList.toggle("good", !faults.length);
}

const KINDS = { html: "text/html", svg: "image/svg+xml" };

function file({ name, content }) {
  const data = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const kind = KINDS[name.split(".").pop()];
  const link = element("a", { download: name }, say("save", { name }));
  link.href = URL.createObjectURL(new Blob([data], { type: kind ?? "application/octet-stream" }));
  const line = element("p", {}, link);
  if (!kind) return [line];
  const frame = element("iframe", { sandbox: "allow-scripts allow-downloads allow-modals", title: name });
  frame.srcdoc = new TextDecoder().decode(data);
  return [line, frame];
}

function shown(words, answer, output) {
  const { code, out, err, files, seconds } = answer;
  const took = say("took", { words, seconds: seconds.toFixed(2), code });
  output.replaceChildren(
    element("p", { class: "trial-took" }, took),
    ...(err ? [element("pre", { class: "trial-err" }, err)] : []),
    ...(out ? [element("pre", {}, out)] : []),
    ...files.flatMap(file),
  );
  output.dataset.code = String(code);
}

function built(about) {
  const choice = element("select", { "aria-label": say("exercise") });
  for (const name of Object.keys(about.exercises)) choice.append(element("option", { value: name }, name));
  const place = element("div", { class: "trial-editor" });
  const list = element("ul", { class: "trial-faults", "aria-live": "polite" });
  const output = element("div", { class: "trial-output", "aria-live": "polite" });
  const stop = element("button", { type: "button", class: "md-button", disabled: "" }, say("stop"));
  const line = element("input", { type: "text", list: "bpcalc-commands", "aria-label": say("command") });
  line.value = COMMANDS[0];
  const known = element("datalist", { id: "bpcalc-commands" });
  known.append(...COMMANDS.map((value) => element("option", { value })));
  const go = element("button", { type: "submit", class: "md-button md-button--primary" }, say("run"));
  const form = element("form", {}, "bpcalc ", line, known, go, stop);
  const buttons = Object.entries(BUTTONS).map(([name, words]) => {
    const made = element("button", { type: "button", class: "md-button" }, say(name));
    made.dataset.words = words;
    return made;
  });
  room.replaceChildren(
    state,
    element("p", {}, element("label", {}, `${say("exercise")} `, choice)),
    place,
    list,
    element("p", { class: "trial-buttons" }, ...buttons),
    form,
    output,
  );
  const editor = edited(place, about);
  return { choice, editor, list, output, stop, line, form, buttons, about };
}

/** Let the parts of the page answer to what is done with them. */
function connect({ choice, editor, list, output, stop, line, form, buttons, about }) {
  let timer = 0;
  let busy = false;
  const check = async () => {
    if (!busy) marked(editor, await ask("faults", { text: editor.getValue() }), list);
  };
  const run = async (words) => {
    if (busy) return;
    busy = true;
    stop.disabled = false;
    output.replaceChildren(element("p", {}, say("working")));
    try {
      shown(`bpcalc ${words}`, await ask("run", { words, text: editor.getValue() }), output);
    } catch (error) {
      output.replaceChildren(element("pre", { class: "trial-err" }, error.message));
    }
    busy = false;
    stop.disabled = true;
  };
  choice.addEventListener("change", () => {
    editor.setValue(about.exercises[choice.value], -1);
  });
  editor.session.on("change", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
  stop.addEventListener("click", async () => {
    worker.terminate();
    for (const { fail } of waiting.values()) fail(new Error(say("stopped")));
    waiting = new Map();
    await begin();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(line.value.trim().replace(/^bpcalc\s+/, "")); // as it is copied from a page, with its name
  });
  for (const made of buttons) made.addEventListener("click", () => run(made.dataset.words));
  choice.value = "mazur";
  editor.setValue(about.exercises.mazur, -1);
}

async function started(button) {
  const begun = performance.now();
  button.disabled = true;
  try {
    await load();
    const about = await begin();
    connect(built(about));
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    state.textContent = say("ready", { ...about, size: megabytes(whole), seconds });
    room.dataset.ready = seconds;
  } catch (error) {
    state.textContent = say("failed", { reason: error.message });
    room.dataset.failed = error.message;
    button.disabled = false;
  }
}

script("parts.js").then(() => {
  const button = element("button", { type: "button", class: "md-button md-button--primary" }, say("start"));
  button.addEventListener("click", () => started(button));
  state.textContent = say("size", { size: megabytes(whole) });
  room.replaceChildren(element("p", {}, button), state);
});
