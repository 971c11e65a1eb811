/* Python in a worker of its own: it is given files, arguments and a language, and answers with what
   the program has printed and written. */

let python = null;

const PACKAGES = "/lib/python3.14/site-packages";
const LOCK = {
  info: {
    abi_version: "2026_0",
    arch: "wasm32",
    platform: "emscripten_5_0_3",
    python: "3.14.2",
    version: "314.0.7",
  },
  packages: {},
};

/* A page from a folder may only start a worker of the older kind, which can import modules as well.
   Pyodide knows such a worker by this function, which it does not need, and would not start. */
self.importScripts = () => {
  throw new Error("modules are imported here");
};

const module = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));

async function start({ parts, program, language }) {
  const { loadPyodide } = await import(module(parts["pyodide.mjs"]));
  const { default: createPyodideModule } = await import(module(parts["pyodide.asm.mjs"]));
  const served = { "pyodide.asm.wasm": "application/wasm", "python_stdlib.zip": "application/zip" };
  self.fetch = async (url) => {
    const name = String(url.url ?? url).split("/").pop();
    if (!served[name]) throw new Error(`nothing is fetched here, and not ${name}`);
    return new Response(parts[name], { headers: { "Content-Type": served[name] } });
  };
  python = await loadPyodide({
    indexURL: "https://localhost/",
    createPyodideModule,
    lockFileContents: JSON.stringify(LOCK),
    stdLibURL: "https://localhost/python_stdlib.zip",
  });
  for (const name of ["packages.zip", "bpcalc.whl"])
    python.unpackArchive(parts[name], "zip", { extractDir: PACKAGES });
  python.globals.set("LANGUAGE", language);
  python.runPython(program);
  return JSON.parse(python.runPython("about()"));
}

const CALLS = {
  start,
  run: ({ words, text }) => call("run_words", words, text),
  faults: ({ text }) => call("faults", text),
};

function call(name, ...given) {
  const asked = python.globals.get(name);
  try {
    return JSON.parse(asked(...given));
  } finally {
    asked.destroy();
  }
}

addEventListener("message", async ({ data }) => {
  const begun = performance.now();
  try {
    const answer = await CALLS[data.call](data);
    postMessage({ id: data.id, answer, seconds: (performance.now() - begun) / 1000 });
  } catch (error) {
    postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
});
