import type { AnyAggregate, Invariant, ViewsByAggregate } from '@skein/kernel'

/** What is kept of every stream for the invariants: their views of its last state, and nothing else of it. */
export class InvariantViews {
  readonly #invariants: readonly Invariant[]
  readonly #views: readonly Map<string, Map<string, unknown>>[]

  constructor(invariants: readonly Invariant[]) {
    this.#invariants = invariants
    this.#views = invariants.map(({ views }) => new Map(Object.keys(views).map((name) => [name, new Map()])))
  }

  keep({ name }: AnyAggregate, id: string, state: unknown): void {
    for (const [at, { views }] of this.#invariants.entries()) {
      const view = Object.hasOwn(views, name) ? views[name]?.(state) : undefined
      const known = this.#views[at]?.get(name)
      if (view === undefined) known?.delete(id)
      else known?.set(id, view)
    }
  }

  *violations(): Iterable<{ readonly invariant: Invariant; readonly of: ReturnType<Invariant['violations']>[number] }> {
    for (const [at, invariant] of this.#invariants.entries()) {
      const overview: ViewsByAggregate = Object.fromEntries(this.#views[at] ?? [])
      for (const of of invariant.violations(overview)) yield { invariant, of }
    }
  }
}
