/**
 * Works something out of a node once, however many overlays share it. It goes with the node: nothing is kept for
 * another run.
 */
export function keptFor<Key extends WeakKey, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>()
  return (key) => {
    const kept = known.get(key) ?? { value: make(key) }
    known.set(key, kept)
    return kept.value
  }
}
