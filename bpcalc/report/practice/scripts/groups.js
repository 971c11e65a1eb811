// Lists by name, which grow one by one.
// @ts-check

/** Put one more into the list of a name. @template N, T @param {Map<N, T[]>} groups @param {N} name @param {T} one */
export function gather(groups, name, one) {
  const known = groups.get(name);
  if (known) known.push(one);
  else groups.set(name, [one]);
}
