import {
  type AnyAggregate,
  type AnyEvent,
  eachElement,
  isSame,
  type Reference,
  referencesWithin,
  streamOf,
} from '@skein/kernel'

/**
 * The streams whose figures differ between two results of one command: those that the differing members of a list name,
 * such as the people among the results of a batch; else the stream itself.
 */
export const affectedStreams = (
  { events }: AnyAggregate,
  stream: string,
  recorded: readonly AnyEvent[],
  decided: readonly AnyEvent[],
): readonly string[] => {
  const affected = new Set<string>()
  for (const [index, event] of recorded.entries()) {
    const schema = events[event.type]?.schema
    if (schema === undefined || isSame(event, decided[index])) continue
    for (const reference of referencesWithin(schema))
      for (const named of differingMembers(reference, event, decided[index])) affected.add(named)
  }
  return affected.size === 0 ? [stream] : [...affected]
}

/** What a reference in a list names, where the member that holds it differs. */
const differingMembers = ({ path, aggregate }: Reference, recorded: unknown, decided: unknown): readonly string[] => {
  const at = path.indexOf(eachElement)
  const [field, ...rest] = path.slice(at + 1)
  if (at < 0 || typeof field !== 'string' || rest.length > 0) return []
  const members = (of: unknown): readonly unknown[] => {
    let value = of
    for (const step of path.slice(0, at))
      value =
        typeof value === 'object' && value !== null && typeof step === 'string' ? Reflect.get(value, step) : undefined
    return Array.isArray(value) ? value : []
  }
  const idOf = (member: unknown): unknown =>
    typeof member === 'object' && member !== null ? Reflect.get(member, field) : undefined
  const before = new Map(members(recorded).map((member) => [idOf(member), member]))
  const after = new Map(members(decided).map((member) => [idOf(member), member]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => !isSame(before.get(id), after.get(id)))
    .map((id) => streamOf(aggregate, String(id)))
}
