import { describe, expect, it } from 'vitest'
import { AppendWatcher } from '../src/events/append-watcher.js'

/** A listener whose announcements the test makes. */
const fakeListener = () => {
  const listener = {
    isListening: false,
    announce: () => {},
    start(onAnnouncement: () => void) {
      listener.isListening = true
      listener.announce = onAnnouncement
    },
    stop() {
      listener.isListening = false
    },
  }
  return listener
}

const { signal } = new AbortController()
const headNeverRead = () => new Promise<number>(() => {})

describe('a reader that waits for events', () => {
  it('is woken by an announcement before the head is read', async () => {
    const listener = fakeListener()
    const watcher = new AppendWatcher(headNeverRead, listener)
    watcher.join()
    const waiting = watcher.after(watcher.notifications, 3, signal)
    listener.announce()
    await waiting
    expect(listener.isListening).toBe(true)
    watcher.leave()
    expect(listener.isListening).toBe(false)
  })

  it('is woken by a new head that was not announced', async () => {
    let head = 3
    const watcher = new AppendWatcher(async () => head, fakeListener())
    const waiting = watcher.after(watcher.notifications, 3, signal)
    head = 4
    await waiting
    expect(watcher.notifications).toBeGreaterThan(0)
  })

  it('is woken when the head cannot be read, to report the error itself', async () => {
    const watcher = new AppendWatcher(() => Promise.reject(new Error('away')), undefined)
    await watcher.after(watcher.notifications, 3, signal)
  })

  it('does not miss a notification between reading the head and waiting', async () => {
    const watcher = new AppendWatcher(async () => 0, undefined)
    const { notifications } = watcher
    watcher.notify()
    await watcher.after(notifications, 0, signal)
  })

  it('is woken when another reader has reached a later head', async () => {
    const watcher = new AppendWatcher(headNeverRead, undefined)
    const first = watcher.after(watcher.notifications, 3, signal)
    const second = watcher.after(watcher.notifications, 4, signal)
    await first
    // a reader that starts to wait behind the known head does not wait at all
    await watcher.after(watcher.notifications, 3, signal)
    watcher.notify()
    await second
  })

  it('stops waiting when its signal aborts', async () => {
    const stop = new AbortController()
    const watcher = new AppendWatcher(async () => 3, undefined)
    const waiting = watcher.after(watcher.notifications, 0, stop.signal)
    stop.abort()
    await waiting
  })
})
