import { problemsOf } from './check-domain.js'
import type { AnyAggregate, AnyProcess, AnyProjection, Domain } from './domain.js'
import { Misconfigured } from './misconfigured.js'
import { describeValue } from './options.js'
import type { CompositeView } from './projection.js'
import type { Text } from './text.js'

/** An aggregate that replaces the one it extends; see `extendAggregate`. */
export type Extended = { readonly extends?: AnyAggregate }

/** A part of a domain. Every list may be left out. */
export interface DomainPart<Input = never> extends Partial<Omit<Domain, 'input' | 'aggregates'>> {
  readonly aggregates?: readonly (AnyAggregate & Extended)[]
  readonly processes?: readonly AnyProcess[]
  readonly projections?: readonly AnyProjection[]
  readonly views?: readonly CompositeView<unknown>[]
  /** Never present: carries the type `Input`. */
  readonly input?: Input
}

/** The commands that callers may give to what is composed of a part: those of the domain, or of its aggregates. */
type InputIn<Part> = 'input' extends keyof Part
  ? Exclude<Part['input'], undefined>
  : Part extends { readonly aggregates: readonly (infer One)[] }
    ? InputOfAggregate<One>
    : never
type InputOfAggregate<One> = One extends { readonly input?: infer Input } ? Exclude<Input, undefined> : never

/**
 * Combines several parts into one domain. An extended aggregate replaces the one it extends; everything else is added.
 * Throws `Misconfigured` with every problem: duplicate names, references to events or aggregates that do not exist.
 *
 * @example
 * const programme = composeDomain(domain, { aggregates: [savingsGroup, journeyWithCertificates], projections: [savings] })
 */
export const composeDomain = <
  Base extends DomainPart<unknown> & Pick<Domain, 'name'>,
  Parts extends readonly DomainPart<unknown>[],
>(
  base: Base,
  ...parts: Parts
): Domain<InputIn<Base> | InputIn<Parts[number]>> => {
  const all: readonly DomainPart<unknown>[] = [base, ...parts]
  const unusable = all.filter((part) => typeof part !== 'object' || part === null)
  if (unusable.length > 0) throw new Misconfigured(unusable.map(notPart))
  const { timeZone, ...last } = Object.assign({}, ...all) as DomainPart<unknown> & { timeZone?: string }
  // sound: `input` is never present
  const { input: _, ...lists } = last
  const domain: Domain<InputIn<Base> | InputIn<Parts[number]>> = {
    ...lists,
    ...(timeZone === undefined ? {} : { timeZone }),
    name: last.name ?? base.name,
    aggregates: replaced(all.flatMap(({ aggregates = [] }) => aggregates)),
    processes: all.flatMap(({ processes = [] }) => processes),
    projections: all.flatMap(({ projections = [] }) => projections),
    views: all.flatMap(({ views = [] }) => views),
    invariants: all.flatMap(({ invariants = [] }) => invariants),
  }
  const problems = [...competing(all.flatMap(({ aggregates = [] }) => aggregates)), ...problemsOf(domain)]
  if (problems.length > 0) throw new Misconfigured(problems)
  return domain
}

const notPart = (found: unknown): Text => {
  const { en, zh } = describeValue(found)
  return {
    en: `composeDomain: a part is ${en}. Expected a domain, or a part of one such as { aggregates: […] }.`,
    zh: `composeDomain:有一部分为 ${zh}。应为领域或其中一部分,如 { aggregates: […] }。`,
  }
}

/** Extensions of one and the same aggregate: only one of them could replace it. */
const competing = (aggregates: readonly (AnyAggregate & Extended)[]): readonly Text[] => {
  const originals = aggregates.flatMap(({ extends: original }) => original ?? [])
  const extendedTwice = new Set(originals.filter((original, index) => originals.indexOf(original) !== index))
  return [...extendedTwice].map(({ name }) => ({
    en: `Two extensions extend the same aggregate ${name}, so one would be lost. Let the second extend the first: extendAggregate(first, { … }), or extendPolicy({ … }, first).`,
    zh: `有两个扩展扩展了同一个聚合 ${name},其中一个会丢失。请让第二个扩展第一个:extendAggregate(first, { … }) 或 extendPolicy({ … }, first)。`,
  }))
}

/** The aggregates without those that another one extends; each extension takes the position of its original. */
const replaced = (aggregates: readonly (AnyAggregate & Extended)[]): readonly AnyAggregate[] => {
  const extensionOf = new Map(
    aggregates.flatMap((aggregate) =>
      aggregate.extends === undefined ? [] : [[aggregate.extends, aggregate] as const],
    ),
  )
  return aggregates
    .filter((aggregate) => aggregate.extends === undefined || !aggregates.includes(aggregate.extends))
    .map((aggregate) => {
      let newest: AnyAggregate = aggregate
      for (let next = extensionOf.get(newest); next !== undefined; next = extensionOf.get(newest)) newest = next
      return newest
    })
}
