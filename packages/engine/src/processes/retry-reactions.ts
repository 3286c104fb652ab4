import { quarantineKey } from '../checkpoints/quarantine.js'
import type { Storage, StoredEvent } from '../ports/index.js'
import type { Batch } from './batch.js'
import { ObserverIndex } from './observer-index.js'
import type { ReactorProgress } from './reactor-progress.js'
import { SentIndex } from './sent-index.js'

/** What a reactor does with events. */
interface Reactions {
  begin(): Promise<Pick<ReactorProgress, 'generation' | 'quarantine'>>
  handle(events: readonly StoredEvent[], batch: Batch): Promise<void>
}

/**
 * Lets the processes react to the events of streams that they passed over, from the one at which they failed up to their
 * checkpoint. Streams at which they fail again stay in quarantine.
 *
 * @param isWanted which streams; default all
 */
export const retryReactions = async (
  reactions: Reactions,
  { events, readModels }: Storage,
  isWanted: (stream: string) => boolean = () => true,
): Promise<void> => {
  for (;;) {
    const { generation, quarantine } = await reactions.begin()
    const { id, checkpoint, checkpointHash: hash, events: eventsBefore } = generation
    const streams = quarantine.streams.filter(({ stream }) => stream !== undefined && isWanted(stream))
    if (checkpoint === undefined || streams.length === 0) return
    const batch: Batch = {
      counts: { commands: 0, refused: 0 },
      sent: new SentIndex(readModels),
      observers: new ObserverIndex(readModels, 'decisions'),
      answers: new ObserverIndex(readModels, 'answers'),
      quarantine,
      readModels,
      generation,
      signal: undefined,
    }
    const isHandled = ({ position }: StoredEvent) => events.comparePositions(position, checkpoint) <= 0
    const mended: string[] = []
    for (const { stream = '', revision = 0 } of streams) {
      quarantine.release(stream)
      for await (const page of events.readStream(stream, { from: revision }))
        await reactions.handle(page.filter(isHandled), batch)
      if (!quarantine.hasFailed(stream)) mended.push(quarantineKey(stream))
    }
    const { sent, observers, answers } = batch
    const puts = (await Promise.all([sent, observers, answers].map((index) => index.puts(generation)))).flat()
    const outcome = await readModels.commit(id, {
      from: checkpoint,
      // a reactor that runs begins again, and then no longer passes over these streams
      eventsBefore,
      to: checkpoint,
      ...(hash === undefined ? {} : { hash }),
      events: 1,
      puts: [...puts, ...quarantine.puts()],
      deletes: mended.map((key) => ({ space: 'row', key })),
    })
    if (outcome === 'done') return
  }
}
