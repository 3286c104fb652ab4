import { quarantineKey } from '../checkpoints/quarantine.js'
import type { Storage, StoredEvent } from '../ports/index.js'
import type { Batch } from './batch.js'
import { indexesIn, putsOf } from './indexes.js'
import type { Reactor } from './reactor.js'

/**
 * Lets the processes react to the events of streams that they passed over, from the one at which they failed up to their
 * checkpoint. Streams at which they fail again stay in quarantine.
 *
 * @param isWanted which streams; default all
 */
export const retryReactions = async (
  reactor: Pick<Reactor, 'begin' | 'handle'>,
  { events, readModels }: Storage,
  isWanted: (stream: string) => boolean = () => true,
): Promise<void> => {
  for (;;) {
    const { generation, quarantine } = await reactor.begin()
    const { id, checkpoint, checkpointHash: hash, events: eventsBefore } = generation
    const streams = quarantine.streams.filter(({ stream }) => stream !== undefined && isWanted(stream))
    if (checkpoint === undefined || streams.length === 0) return
    const batch: Batch = {
      counts: { commands: 0, refused: 0 },
      ...indexesIn(readModels),
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
        await reactor.handle(page.filter(isHandled), batch)
      if (!quarantine.hasFailed(stream)) mended.push(quarantineKey(stream))
    }
    const outcome = await readModels.commit(id, {
      from: checkpoint,
      // a reactor that runs begins again, and then no longer passes over these streams
      eventsBefore,
      to: checkpoint,
      ...(hash === undefined ? {} : { hash }),
      events: 1,
      puts: [...(await putsOf(batch, generation)), ...quarantine.puts()],
      deletes: mended.map((key) => ({ space: 'row', key })),
    })
    if (outcome === 'done') return
  }
}
