/** A server that fails over, or is restored from a backup, takes longer than this to answer again. */
const rememberedMs = 500

interface RecentEvent {
  readonly revision: number
  readonly hash: string
  readonly at: number
}

/**
 * The events that the server has shown a moment ago, the last one of each stream: what it has of them it cannot have lost
 * since, so that an append behind one of them need not read it again.
 */
export class RecentEvents {
  /** The oldest first. */
  readonly #last = new Map<string, RecentEvent>()

  note(stream: string, { revision, hash }: Omit<RecentEvent, 'at'>): void {
    const now = performance.now()
    this.#last.delete(stream)
    this.#last.set(stream, { revision, hash, at: now })
    for (const [oldest, { at }] of this.#last) {
      if (now - at <= rememberedMs) break
      this.#last.delete(oldest)
    }
  }

  has(stream: string, revision: number, hash: string): boolean {
    const last = this.#last.get(stream)
    return last?.revision === revision && last.hash === hash && performance.now() - last.at <= rememberedMs
  }
}
