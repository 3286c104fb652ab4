/** Counts the feeds that are open, of each subject and of all. */
export class OpenFeeds {
  readonly #most: number
  readonly #mostOfSubject: number
  readonly #bySubject = new Map<string, number>()
  #all = 0

  constructor(most: number, mostOfSubject: number) {
    this.#most = most
    this.#mostOfSubject = mostOfSubject
  }

  /** How many are open. */
  get count(): number {
    return this.#all
  }

  /** Counts one more, or returns whose limit is reached. */
  open(subject: string): 'opened' | 'subject' | 'all' {
    const own = this.#bySubject.get(subject) ?? 0
    if (own >= this.#mostOfSubject) return 'subject'
    if (this.#all >= this.#most) return 'all'
    this.#bySubject.set(subject, own + 1)
    this.#all += 1
    return 'opened'
  }

  /** Counts one less; once for every feed that was opened. */
  close(subject: string): void {
    const own = this.#bySubject.get(subject) ?? 0
    if (own <= 1) this.#bySubject.delete(subject)
    else this.#bySubject.set(subject, own - 1)
    this.#all -= 1
  }
}
