// Reads what is typed into blanks, as a practice page does.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const { typed } = await import(pathToFileURL(`${folder}/typing.js`).href);
const { decimal } = await import(pathToFileURL(`${folder}/numbers.js`).href);

const names = new Map([["w1", decimal("0.15")]]);
const asked = JSON.parse(readFileSync(file, "utf8"));
console.log(JSON.stringify(asked.map((text) => typed(text, { count: 4, significant: false }, names))));
