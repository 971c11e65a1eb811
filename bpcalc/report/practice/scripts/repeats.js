// Data in which what repeats itself was written once: a tab, how far back a text begins, and how long it is.
// @ts-check

/** The tab, how many signs a distance has, how many signs stand for numbers, from this one on, and the shortest text there is a reference for. */
const [MARK, WIDTH, BASE, FIRST, LEAST] = [9, 3, 66, 61, 6];

/** Signs that are made a text at a time. */
const AT_ONCE = 4096;

/** Return a text as it was. @param {string} text @returns {string} */
export function withRepeats(text) {
  /** @type {number[]} */
  const found = [];
  let at = 0;
  const number = (/** @type {number} */ signs) => {
    let all = 0;
    for (let count = 0; count < signs; count++) all = all * BASE + text.charCodeAt(at++) - FIRST;
    return all;
  };
  while (at < text.length) {
    const sign = /** @type {number} */ (text.codePointAt(at));
    at += sign > 0xffff ? 2 : 1;
    if (sign !== MARK) found.push(sign);
    else {
      let place = found.length - number(WIDTH);
      for (const end = place + number(1) + LEAST; place < end; place++) found.push(found[place]);
    }
  }
  let result = "";
  for (let place = 0; place < found.length; place += AT_ONCE) result += String.fromCodePoint(...found.slice(place, place + AT_ONCE));
  return result;
}
