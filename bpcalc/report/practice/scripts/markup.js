// Markup whose tags were written down once.
// @ts-check

/** Return markup with its tags: an element is <, the place of its tag, what is in it, and >. @param {string} text @param {string[]} tags */
export function lengthened(text, tags) {
  /** @type {string[]} */
  const opened = [];
  return text.replace(/<([0-9A-Z])|<[^>]*>|>/g, (whole, place) => {
    if (place !== undefined) {
      const tag = tags[parseInt(place, 36)];
      opened.push(tag.split(" ")[0]);
      return `<${tag}>`;
    }
    return whole === ">" ? `</${opened.pop()}>` : whole;
  });
}
