import type { FeedPage } from './pages.js'

export interface SseOptions {
  /** Between two signs of life, in milliseconds. */
  readonly heartbeat: number
  /** After how long without being read it ends. */
  readonly stalled: number
  /** Ends the pages; called once, whatever ended the stream. */
  readonly onEnd: () => void
}

const encoder = new TextEncoder()

/** An event's id is its position: a reader who comes back with `Last-Event-ID` goes on behind it. */
const textOf = ({ events, position }: FeedPage): string => {
  const told = events.map((event) => `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  // also what did not concern the reader is behind them: it isn't read again when they come back
  if (events.at(-1)?.position !== position) told.push(`id: ${position}\n\n`)
  return told.join('')
}

/**
 * Server-sent events. A page is taken from the log only when the reader has room for it, so a slow reader holds one page
 * and no more; one that takes nothing at all is sent away.
 */
export const sseOf = (pages: AsyncIterable<FeedPage>, options: SseOptions): ReadableStream<Uint8Array> => {
  const iterator = pages[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<FeedPage>> | undefined
  let stalled: ReturnType<typeof setTimeout> | undefined
  let hasEnded = false
  const end = () => {
    clearTimeout(stalled)
    if (hasEnded) return
    hasEnded = true
    options.onEnd()
    // one that waits is ended by `onEnd`, one that was left between two pages by this
    void iterator.return?.().catch(() => undefined)
  }

  const awaitReader = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    stalled = setTimeout(() => {
      end()
      controller.error(new Error('nobody reads this stream'))
    }, options.stalled)
  }

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        controller.enqueue(encoder.encode('retry: 2000\n\n'))
        awaitReader(controller)
      },
      pull: async (controller) => {
        clearTimeout(stalled)
        try {
          next ??= iterator.next()
          next.catch(() => undefined)
          const page = await orBeat(next, options.heartbeat)
          if (hasEnded) return
          if (page === 'beat') controller.enqueue(encoder.encode(': alive\n\n'))
          else {
            next = undefined
            if (page.done) {
              end()
              controller.close()
              return
            }
            controller.enqueue(encoder.encode(textOf(page.value)))
          }
        } catch (error) {
          end()
          controller.error(error)
          return
        }
        awaitReader(controller)
      },
      cancel: () => end(),
    },
    { highWaterMark: 1 },
  )
}

const orBeat = async <Value>(next: Promise<Value>, milliseconds: number): Promise<Value | 'beat'> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const beat = new Promise<'beat'>((resolve) => {
    timer = setTimeout(() => resolve('beat'), milliseconds)
  })
  try {
    return await Promise.race([next, beat])
  } finally {
    clearTimeout(timer)
  }
}
