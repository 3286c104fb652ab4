import { type Quarantined, quarantineKey } from '../checkpoints/quarantine.js'
import type { Generation, Storage, StoredEvent } from '../ports/index.js'
import type { Batch } from './batch.js'
import type { ProcessQuarantine } from './process-quarantine.js'
import { SentIndex } from './sent-index.js'

/** What a reactor does with one event. */
interface Reactions {
  readonly types: readonly string[]
  readonly quarantine: ProcessQuarantine
  checkpoint(): Promise<Generation>
  handle(stored: StoredEvent, batch: Batch): Promise<void>
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
  const { quarantine } = reactions
  for (;;) {
    const generation = await reactions.checkpoint()
    const { id, checkpoint, checkpointHash: hash, events: eventsBefore } = generation
    const streams = quarantine.streams.filter(({ stream }) => stream !== undefined && isWanted(stream))
    if (checkpoint === undefined || streams.length === 0) return
    const batch: Batch = {
      counts: { commands: 0, refused: 0 },
      sent: new SentIndex(readModels),
      generation,
      signal: undefined,
    }
    const isHandled = ({ type, position }: StoredEvent) =>
      reactions.types.includes(type) && events.comparePositions(position, checkpoint) <= 0
    const mended: string[] = []
    for (const quarantined of streams)
      if (await retryStream(quarantined, reactions, batch, isHandled, events))
        mended.push(quarantineKey(quarantined.stream ?? ''))
    const outcome = await readModels.commit(id, {
      from: checkpoint,
      // a reactor that runs begins again, and then no longer passes over these streams
      eventsBefore,
      to: checkpoint,
      ...(hash === undefined ? {} : { hash }),
      events: 1,
      puts: [...batch.sent.puts(), ...quarantine.puts()],
      deletes: mended.map((key) => ({ space: 'row', key })),
    })
    if (outcome === 'done') return void quarantine.written()
  }
}

/** Whether the processes have reacted to everything. */
const retryStream = async (
  { stream = '', revision = 0 }: Quarantined,
  reactions: Reactions,
  batch: Batch,
  isHandled: (stored: StoredEvent) => boolean,
  events: Storage['events'],
): Promise<boolean> => {
  const { quarantine } = reactions
  quarantine.release(stream)
  for await (const page of events.readStream(stream, { from: revision }))
    for (const stored of page) {
      if (!isHandled(stored) || quarantine.passesOver(stored)) continue
      try {
        await reactions.handle(stored, batch)
      } catch (error) {
        quarantine.add(stored, error)
        return false
      }
    }
  return true
}
