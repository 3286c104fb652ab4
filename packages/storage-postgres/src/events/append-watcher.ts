import { AppendNotifier } from '@skein/engine/storage'

/** How often the head is read while readers wait, in milliseconds: without announcements, and while they arrive. */
const pollMs = 100
const pollWhileAnnouncedMs = 1_000

/** Receives announcements of appends on a connection of its own. */
export interface AnnouncementListener {
  /** Calls `onAnnouncement` at each announcement. Safe to call while already started. */
  start(onAnnouncement: () => void): void
  stop(): void
}

/**
 * Wakes readers that wait for events: at once for appends of this process and for announced ones of others, and at the
 * latest when the head is read again. Announcements may never arrive, as behind some proxies: once one was missing, they
 * are not relied on until the next one arrives. Nothing runs while nobody waits.
 */
export class AppendWatcher {
  readonly #readHead: () => Promise<number>
  readonly #listener: AnnouncementListener | undefined
  readonly #notifier: AppendNotifier
  #followers = 0
  /** The last head that a follower reported. */
  #head = 0
  #announcementsArrive = false
  #timer: NodeJS.Timeout | undefined

  /** @param readHead the last position, read once and without retries */
  constructor(readHead: () => Promise<number>, listener: AnnouncementListener | undefined) {
    this.#readHead = readHead
    this.#listener = listener
    this.#notifier = new AppendNotifier(() => ({ start: this.#start, stop: this.#stop }))
  }

  /** Read it before looking for events: `after` then misses no append in between. */
  get notifications(): number {
    return this.#notifier.notifications
  }

  /** Somebody follows the log until `leave`. */
  join(): void {
    this.#followers++
  }

  leave(): void {
    this.#followers--
    if (this.#followers === 0) this.#listener?.stop()
  }

  /**
   * Resolves at the first notification after the given count of them, or when the signal aborts.
   * @param head the head that the reader has reached
   */
  after(notifications: number, head: number, signal: AbortSignal): Promise<void> {
    const isBehind = head < this.#head
    // other readers that wait may have reached less
    if (head > this.#head) this.#notifier.wakeWaiting()
    this.#head = head
    return isBehind ? Promise.resolve() : this.#notifier.after(notifications, signal)
  }

  notify(): void {
    this.#notifier.notify()
  }

  readonly #start = (): void => {
    this.#listener?.start(this.#onAnnouncement)
    this.#timer ??= setTimeout(this.#poll, this.#announcementsArrive ? pollWhileAnnouncedMs : pollMs)
  }

  readonly #stop = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly #onAnnouncement = (): void => {
    this.#announcementsArrive = true
    this.notify()
  }

  readonly #poll = async (): Promise<void> => {
    this.#timer = undefined
    const { notifications } = this
    const head = await this.#readHead().catch(() => undefined)
    // after an error, too: the reader that is woken reads next, and reports it
    // and where the log has become shorter
    const isNews = head === undefined || head !== this.#head
    if (isNews && notifications === this.notifications) {
      this.#announcementsArrive = false
      this.notify()
    } else if (this.#notifier.hasWaiting) this.#start()
  }
}
