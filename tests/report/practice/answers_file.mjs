// Writes and reads files of answers, as a practice page does.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { decoded, hinted, read, written } = await import(pathToFileURL(`${folder}/answers.js`).href);

const { plain, renamed } = await import(pathToFileURL(`${folder}/names.js`).href);

const { names, spellings, inWords, lines, foreign, books, right } = JSON.parse(readFileSync(file, "utf8"));
const answers = [["net_h1", "0.3775"], ["out_h1", "0.5933"]];
const files = names.map((name) => written(["bpcalc check it.yaml answers.yaml"], name, answers, { out_h1: 1, net_o1: 3 }));
const bytes = [
  [0xe5, 0xa7, 0x93, 0xe5, 0x90, 0x8d, 0x3a, 0x20, 0xe6, 0x9d, 0x8e],
  [0xd0, 0xd5, 0xc3, 0xfb, 0x3a, 0x20, 0xc0, 0xee],
  [0xff, 0xfe, 0xd3, 0x59, 0x0d, 0x54, 0x3a, 0x00, 0x20, 0x00, 0x4e, 0x67],
];
console.log(JSON.stringify({
  files,
  spellings: spellings.map((each) => plain(each)),
  hinted: hinted(files[0]),
  old: hinted("net_h1: 1\n# with hints: out_h1\n"),
  none: hinted(written([], "", answers)),
  json: [...read('{"net_h1": 0.50, "student": "A \\"B\\"",\n "out_h1": 1e-3}')],
  yaml: [...read('"net_h1": "0.3775"\n\'out_h1\': 0.5933  # so\n"δ_o1: a": 1\nnet_h2: 2\n')],
  beside: [...read("net_h1=0.3775 out_h1=0.5933\nnet_h2: 0.3925, out_h2: 0.5969; E_total = 0.2984\nstudent: x y\nw5_new: 0.3589  # so: 1\n")],
  plain: ["∂E/∂w5", "dE/dw5", "dE_dw5", "W5_new", "w5⁺", "① w5_new", "(1) w5_new", "- w5 new", "δ_o1", "delta o1", "a₁²", "a_1^{(2)}", "z^{2}_1", "ｚ2"].map(plain),
  renamed: [
    [["z2_1", "1"], ["a3_1", "2"], ["student", "x"]],
    [["NET_H1", "1"], ["out_h1", "2"], ["a1", "3"]],
    [["net_h1", "1"], ["net h1", "2"], ["out_h1@s2", "3"], ["out_h2@s2", "4"]],
    [["net_h1^(1)", "1"], ["out_h1^{(2)}", "2"]],
    [["net_h1@s1", "1"], ["out_h1⁽²⁾", "2"]],
  ].map((each) => [...renamed(new Map(each), ["net_h1", "out_h1", "out_h1@s2"], ["z2_1;a2_1", "z1_1;a1_1"])]),
  inWords: inWords.map((each) => [...renamed(new Map([[each, "1"]]), lines, []).keys()][0]),
  foreign: foreign.map((sheet) => [...renamed(read(sheet), lines, books, new Map(Object.entries(right)))]),
  decoded: bytes.map((each) => decoded(new Uint8Array(each).buffer)),
}));
