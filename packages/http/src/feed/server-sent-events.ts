import type { FeedPage } from './feed-page.js'

export interface FeedOptions {
  readonly heartbeatIntervalMs: number
  /** How long a reader may take nothing before its feed is ended. */
  readonly stalledReaderTimeoutMs: number
  /** Must end the pages; called once, whatever ended the feed. */
  readonly onEnd: () => void
}

const encoder = new TextEncoder()

/** An event's id is its position, so that a reader resumes behind it with `Last-Event-ID`. */
const textOf = ({ events, position }: FeedPage): string => {
  const blocks = events.map(
    (event) => `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`,
  )
  // the reader then resumes also behind the events that it may not see
  if (events.at(-1)?.position !== position) blocks.push(`id: ${position}\n\n`)
  return blocks.join('')
}

/**
 * Pages as server-sent events. The next page is taken only when the reader has room for it, so a slow reader costs the
 * memory of one page; a reader that takes nothing at all is disconnected.
 */
export const serverSentEvents = (
  pages: AsyncIterable<FeedPage>,
  { heartbeatIntervalMs, stalledReaderTimeoutMs, onEnd }: FeedOptions,
): ReadableStream<Uint8Array> => {
  const iterator = pages[Symbol.asyncIterator]()
  let nextPage: Promise<IteratorResult<FeedPage>> | undefined
  let stalledTimer: ReturnType<typeof setTimeout> | undefined
  let hasEnded = false
  const end = () => {
    clearTimeout(stalledTimer)
    if (hasEnded) return
    hasEnded = true
    onEnd()
    // `onEnd` ends an iterator that waits for events; this ends one that rests between two pages
    void iterator.return?.().catch(() => undefined)
  }

  const awaitReader = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    stalledTimer = setTimeout(() => {
      end()
      controller.error(new Error(`The reader took nothing for ${stalledReaderTimeoutMs} ms.`))
    }, stalledReaderTimeoutMs)
  }

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        controller.enqueue(encoder.encode('retry: 2000\n\n'))
        awaitReader(controller)
      },
      pull: async (controller) => {
        clearTimeout(stalledTimer)
        try {
          nextPage ??= iterator.next()
          nextPage.catch(() => undefined)
          const page = await pageOrHeartbeat(nextPage, heartbeatIntervalMs)
          if (hasEnded) return
          if (page === 'heartbeat') controller.enqueue(encoder.encode(': heartbeat\n\n'))
          else {
            nextPage = undefined
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

const pageOrHeartbeat = async <Page>(page: Promise<Page>, intervalMs: number): Promise<Page | 'heartbeat'> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const heartbeat = new Promise<'heartbeat'>((resolve) => {
    timer = setTimeout(() => resolve('heartbeat'), intervalMs)
  })
  try {
    return await Promise.race([page, heartbeat])
  } finally {
    clearTimeout(timer)
  }
}
