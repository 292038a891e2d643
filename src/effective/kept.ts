/**
 * Works something out of a node once, however many overlays share it. It goes with the node: nothing is kept for
 * another run.
 */
export function keptFor<Key extends WeakKey, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    const kept = known.get(key)
    if (kept !== undefined || known.has(key)) return kept as Value
    const made = make(key)
    known.set(key, made)
    return made
  }
}
