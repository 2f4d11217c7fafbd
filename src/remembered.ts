/** The same function, which works out once what it says of an object that does not change, and holds it as long as the object is there. */
export function remembered<K extends object, V>(of: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return key => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before as V;
    const value = of(key);
    known.set(key, value);
    return value;
  };
}
