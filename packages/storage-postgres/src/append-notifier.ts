/** How often new events are looked for, in milliseconds: while nothing announces them, and while something does. */
const often = 100
const seldom = 1_000

/** What hears of new events on a connection of its own. */
export interface Announcer {
  /** Safe to call often; `hear` is called at each announcement. */
  start(hear: () => void): void
  stop(): void
}

/**
 * Wakes those who wait for more events: at once for our own, when they are announced for those of others, and at the
 * latest when they are looked for. An announcement that did not come, as behind some proxies, is not relied on again
 * until one comes. Nothing runs while nobody waits.
 */
export class AppendNotifier {
  readonly #head: () => Promise<number>
  readonly #listener: Announcer | undefined
  readonly #waiting = new Set<() => void>()
  #followers = 0
  #rings = 0
  /** The head that a follower has seen last. */
  #seen = 0
  #isAnnounced = false
  #timer: NodeJS.Timeout | undefined

  /** @param head the last position, asked once and without patience */
  constructor(head: () => Promise<number>, listener: Announcer | undefined) {
    this.#head = head
    this.#listener = listener
  }

  /** Note it before looking for events; `after` then misses no ring in between. */
  get notifications(): number {
    return this.#rings
  }

  /** Somebody follows, from now on until `leave`. */
  join(): void {
    this.#followers++
  }

  leave(): void {
    this.#followers--
    if (this.#followers === 0) this.#listener?.stop()
  }

  /** The next ring after the noted one, or the signal; `seen` is the head that gave nothing more. */
  after(rings: number, seen: number, signal: AbortSignal): Promise<void> {
    const isBehind = seen < this.#seen
    // others that wait may have seen less
    if (seen > this.#seen) this.#wakeAll()
    this.#seen = seen
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake)
        this.#waiting.delete(wake)
        if (this.#waiting.size === 0) this.#rest()
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted || rings !== this.#rings || isBehind) wake()
      else {
        this.#listener?.start(this.#hear)
        this.#wait()
      }
    })
  }

  notify(): void {
    this.#rings++
    this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  readonly #hear = (): void => {
    this.#isAnnounced = true
    this.notify()
  }

  #wait(): void {
    this.#timer ??= setTimeout(this.#look, this.#isAnnounced ? seldom : often)
  }

  readonly #look = async (): Promise<void> => {
    this.#timer = undefined
    const { notifications } = this
    const head = await this.#head().catch(() => undefined)
    // who waits will meet the error itself
    const isNews = head === undefined || head > this.#seen
    if (isNews && notifications === this.#rings) {
      this.#isAnnounced = false
      this.notify()
    } else if (this.#waiting.size > 0) {
      this.#listener?.start(this.#hear)
      this.#wait()
    }
  }

  #rest(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
