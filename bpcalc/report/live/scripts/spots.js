// A page in another language, or of another exercise: what differs is put in its place, and back again.
// @ts-check

/** Where two writings of a page differ: an element, an attribute of it or its inside, and both texts. @typedef {{element: Element, name: string | undefined, texts: string[]}} Spot */
/** The way to an element, the other text, and the name of the attribute. @typedef {[string, string, string?]} Change */

/** Find all places that differ, before anything on the page changes. @param {Element} root @param {Change[]} changes @returns {Spot[]} */
export function spots(root, changes) {
  return changes.map(([way, text, name]) => {
    const element = way === "" ? root : way.split(".").reduce((inner, place) => inner.children[Number(place)], root);
    const own = name === undefined ? element.innerHTML : (element.getAttribute(name) ?? "");
    return { element, name, texts: [own, text] };
  });
}

/** Write the page in one of its languages. @param {Spot[]} found @param {number} which 0: as it was written, 1: the other one */
export function write(found, which) {
  for (const { element, name, texts } of found) {
    if (name === undefined) element.innerHTML = texts[which];
    else element.setAttribute(name, texts[which]);
  }
}
