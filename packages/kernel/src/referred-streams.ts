import { Id } from './ids.js'
import type { Reference } from './references.js'
import { eachElement, type PathStep } from './schema-paths.js'

/** A stream that data refers to. */
export interface ReferredStream {
  readonly aggregate: string
  readonly id: string
}

/**
 * What the data of a command refers to, each stream once. The data may be anything: values that are no ids are left
 * out, because no schema of an id accepts them.
 */
export const referredStreams = (references: readonly Reference[], data: unknown): readonly ReferredStream[] => {
  const found = new Map<string, ReferredStream>()
  for (const { path, aggregate } of references)
    for (const value of valuesAt(data, path)) {
      const id = Id.safeParse(value)
      if (id.success) found.set(`${aggregate}-${id.data}`, { aggregate, id: id.data })
    }
  return [...found.values()]
}

const valuesAt = (value: unknown, [step, ...rest]: readonly PathStep[]): readonly unknown[] => {
  if (step === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  if (step === eachElement) return Object.values(value).flatMap((element) => valuesAt(element, rest))
  return Object.hasOwn(value, step) ? valuesAt(Reflect.get(value, step), rest) : []
}
