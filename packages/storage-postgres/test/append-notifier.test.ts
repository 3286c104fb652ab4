import { describe, expect, it } from 'vitest'
import { AppendNotifier } from '../src/append-notifier.js'

/** A listener that announces when it is told to. */
const fakeListener = () => {
  const listener = {
    isListening: false,
    announce: () => {},
    start(hear: () => void) {
      listener.isListening = true
      listener.announce = hear
    },
    stop() {
      listener.isListening = false
    },
  }
  return listener
}

const { signal } = new AbortController()

describe('who waits for events', () => {
  it('is woken by an announcement, without anybody looking', async () => {
    const listener = fakeListener()
    const bell = new AppendNotifier(() => new Promise<number>(() => {}), listener)
    bell.join()
    const waiting = bell.after(bell.notifications, 3, signal)
    listener.announce()
    await waiting
    expect(listener.isListening).toBe(true)
    bell.leave()
    expect(listener.isListening).toBe(false)
  })

  it('finds what was not announced', async () => {
    let head = 3
    const bell = new AppendNotifier(async () => head, fakeListener())
    const waiting = bell.after(bell.notifications, 3, signal)
    head = 4
    await waiting
    expect(bell.notifications).toBeGreaterThan(0)
  })

  it('meets the error itself when looking fails', async () => {
    const bell = new AppendNotifier(() => Promise.reject(new Error('away')), undefined)
    await bell.after(bell.notifications, 3, signal)
  })

  it('misses no ring between looking and waiting', async () => {
    const bell = new AppendNotifier(async () => 0, undefined)
    const { notifications } = bell
    bell.notify()
    await bell.after(notifications, 0, signal)
  })

  it('wakes those who saw less', async () => {
    const bell = new AppendNotifier(() => new Promise<number>(() => {}), undefined)
    const first = bell.after(bell.notifications, 3, signal)
    const second = bell.after(bell.notifications, 4, signal)
    await first
    // comes late, and is behind
    await bell.after(bell.notifications, 3, signal)
    bell.notify()
    await second
  })

  it('stops waiting on the signal', async () => {
    const stop = new AbortController()
    const bell = new AppendNotifier(async () => 3, undefined)
    const waiting = bell.after(bell.notifications, 0, stop.signal)
    stop.abort()
    await waiting
  })
})
