import type { AnyAggregate, Invariant, Overview } from '@skein/kernel'

/** What is kept of every stream for the invariants: their views of its last state, and nothing else of it. */
export class Overviews {
  readonly #invariants: readonly Invariant[]
  readonly #views: readonly Map<string, Map<string, unknown>>[]

  constructor(invariants: readonly Invariant[]) {
    this.#invariants = invariants
    this.#views = invariants.map(({ looksAt }) => new Map(Object.keys(looksAt).map((name) => [name, new Map()])))
  }

  keep({ name }: AnyAggregate, id: string, state: unknown): void {
    for (const [at, { looksAt }] of this.#invariants.entries()) {
      const view = Object.hasOwn(looksAt, name) ? looksAt[name]?.(state) : undefined
      const views = this.#views[at]?.get(name)
      if (view === undefined) views?.delete(id)
      else views?.set(id, view)
    }
  }

  *exceptions(): Iterable<{ readonly invariant: Invariant; readonly of: ReturnType<Invariant['holds']>[number] }> {
    for (const [at, invariant] of this.#invariants.entries()) {
      const overview: Overview = Object.fromEntries(this.#views[at] ?? [])
      for (const of of invariant.holds(overview)) yield { invariant, of }
    }
  }
}
