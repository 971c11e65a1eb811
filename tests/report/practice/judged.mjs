// Judges papers, as a practice page does, and prints its verdicts and findings.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(`${folder}/${name}.js`).href);
const { unpacked } = await module("book");
const { cell } = await module("cells");
const { shown } = await module("evidence");
const { Marker } = await module("marker");

const asked = JSON.parse(readFileSync(file, "utf8"));
const answers = asked.map(({ book, papers }) => {
  const marker = new Marker(unpacked(book));
  return papers.map((paper) => {
    const cells = new Map(Object.entries(paper).map(([key, raw]) => [Number(key), cell(raw)]));
    const { marks, findings, score, weights } = marker.mark(cells);
    return {
      marks: marks.map(({ key, verdict, mistakes, notes, credit, sought }) => ({
        key,
        verdict,
        mistakes: shown(mistakes).map(({ rule, sure }) => [rule, sure]),
        notes,
        credit,
        sought,
      })),
      findings: findings.map(({ rule, keys, sure, others }) => [rule, keys, sure, others]),
      score,
      weights,
    };
  });
});
console.log(JSON.stringify(answers));
