// Works programs out, as a page does, and prints what it would show.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(`${folder}/${name}.js`).href);
const { calculate, following, inEpoch, withOthers } = await module("calculation");
const { train } = await module("floats");
const { decimal } = await module("numbers");
const { known } = await module("rounding");
const { numberOf } = await module("reading");

const asked = JSON.parse(readFileSync(file, "utf8"));
const answers = asked.map((each) => {
  if (each.typed !== undefined) {
    const found = numberOf(each.typed);
    return found && found.text;
  }
  const givens = new Map();
  each.program.lines.forEach((line, place) => {
    if (line.given === undefined) return;
    const text = each.changed?.[place] ?? line.given;
    givens.set(place, { value: decimal(text), text });
  });
  if (!each.epochs) {
    let begun = givens;
    let program = withOthers(inEpoch(each.program, 1), each.others ?? []);
    for (let epoch = 1; epoch <= (each.next ?? 0); epoch++) {
      begun = following(program, begun, calculate(program, begun));
      program = inEpoch(each.program, epoch + 1);
    }
    const { shown, nearly } = calculate(program, begun, new Set(each.open ?? []));
    return { shown, relations: nearly.map((one) => (one ? "≈" : "=")) };
  }
  const numbers = [...givens].map(([place, given]) => [place, Number(given.text)]);
  const { errors, doubt } = train(each.program, numbers, each.epochs);
  return each.told ? { error: errors[errors.length - 1], doubt, text: known(errors[errors.length - 1], doubt, null, "half_up") } : errors;
});
console.log(JSON.stringify(answers));
