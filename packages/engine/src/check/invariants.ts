import type { AnyAggregate, Invariant, InvariantViolation, ViewsByAggregate } from '@skein/kernel'

/** The views of every stream's last state that the invariants need, and nothing else of it. */
export class InvariantViews {
  readonly #invariants: readonly Invariant[]
  /** For each invariant, by aggregate and by id. */
  readonly #views: readonly Map<string, Map<string, unknown>>[]

  constructor(invariants: readonly Invariant[]) {
    this.#invariants = invariants
    this.#views = invariants.map(({ views }) => new Map(Object.keys(views).map((name) => [name, new Map()])))
  }

  keep({ name }: AnyAggregate, id: string, state: unknown): void {
    for (const [index, { views }] of this.#invariants.entries()) {
      const view = Object.hasOwn(views, name) ? views[name]?.(state) : undefined
      const viewsById = this.#views[index]?.get(name)
      if (view === undefined) viewsById?.delete(id)
      else viewsById?.set(id, view)
    }
  }

  *violations(): Iterable<{ readonly invariant: Invariant; readonly violation: InvariantViolation }> {
    for (const [index, invariant] of this.#invariants.entries()) {
      const views: ViewsByAggregate = Object.fromEntries(this.#views[index] ?? [])
      for (const violation of invariant.violations(views)) yield { invariant, violation }
    }
  }
}
