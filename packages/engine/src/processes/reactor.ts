import { type AnyCommand, type AnyProcess, type Cause, type Domain, partsOf } from '@skein/kernel'
import type { ViewLoader } from '../commands/view-loader.js'
import { type Codec, metadataOf } from '../integrity/codec.js'
import type { Generation, Position, Storage, StoredEvent } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import { StorageError } from '../ports/storage-error.js'
import { pause } from '../primitives/backoff.js'
import type { ProcessCommandSender, Sent } from './command-sender.js'

export interface ReactorContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly views: ViewLoader
  readonly observe: Observe | undefined
}

// Permanent: the checkpoint of the processes is that of a read model which holds nothing.
const checkpointOf = { projection: '$process', version: 1 }
const batchSize = 200

/**
 * Runs the processes of a domain over the log, from a checkpoint that is set after a batch was handled. A batch that is
 * handled twice, or by two reactors, does nothing the second time: the commands have the same ids.
 */
export class Reactor {
  readonly #context: ReactorContext
  readonly #sender: ProcessCommandSender
  readonly #processes = new Map<string, AnyProcess[]>()
  readonly #types: readonly string[]
  /** How far the log was read, beyond a checkpoint, without a cause for any process. */
  #readOn: { readonly from: Position | undefined; readonly to: Position } | undefined

  constructor(context: ReactorContext, sender: ProcessCommandSender) {
    this.#context = context
    this.#sender = sender
    for (const process of context.domain.processes)
      for (const type of process.on) this.#processes.set(type, [...(this.#processes.get(type) ?? []), process])
    this.#types = [...this.#processes.keys()]
  }

  /** Until there is nothing left to answer, the answers to its own commands' events included; gives how many it answered. */
  async catchUp(signal?: AbortSignal): Promise<number> {
    const { events } = this.#context.storage
    let handled = 0
    while (this.#types.length > 0 && !signal?.aborted) {
      const head = await events.head()
      const generation = await this.#checkpoint()
      const after = this.#readOn?.from === generation.checkpoint ? this.#readOn?.to : generation.checkpoint
      if (head === undefined || (after !== undefined && events.comparePositions(after, head) >= 0)) break
      let at = generation
      const pages = events.readAll({
        until: head,
        types: this.#types,
        batchSize,
        ...(after === undefined ? {} : { after }),
      })
      let stale = false
      for await (const page of pages) {
        const moved = await this.#answer(page, at, signal)
        if (moved === undefined) {
          stale = true
          break
        }
        handled += page.length
        at = moved
      }
      if (!stale) this.#readOn = { from: at.checkpoint, to: head }
    }
    return handled
  }

  /** Until the signal: catches up, then takes events as they come. A store that can't be reached is tried again. */
  async follow(signal: AbortSignal): Promise<void> {
    if (this.#types.length === 0) return
    for (let failures = 0; !signal.aborted; ) {
      try {
        let at: Generation | undefined = await this.#checkpoint()
        const after = at.checkpoint === undefined ? {} : { after: at.checkpoint }
        for await (const page of this.#context.storage.events.subscribe({
          types: this.#types,
          batchSize,
          signal,
          ...after,
        })) {
          failures = 0
          at = await this.#answer(page, at, signal)
          if (at === undefined) break
        }
      } catch (error) {
        if (!(error instanceof StorageError) || error.fault !== 'unavailable') throw error
        await pause(failures++, 50, signal)
      }
    }
  }

  #checkpoint(): Promise<Generation> {
    return this.#context.storage.readModels.begin(checkpointOf.projection, checkpointOf.version)
  }

  /** Handles a page and sets the checkpoint behind it; `undefined` where another reactor did, or the signal came. */
  async #answer(page: readonly StoredEvent[], at: Generation, signal?: AbortSignal): Promise<Generation | undefined> {
    const { storage, observe } = this.#context
    const startedAt = performance.now()
    const counts = { commands: 0, refused: 0 }
    // events of one stream are answered in their order, streams side by side
    await Promise.all([...byStream(page)].map((lane) => this.#answerInOrder(lane, counts, signal)))
    const to = page.at(-1)?.position
    if (signal?.aborted || to === undefined) return undefined
    const move = { from: at.checkpoint, to, events: page.length, puts: [], deletes: [] }
    if ((await storage.readModels.commit(at.id, move)) === 'stale') return undefined
    observe?.({ kind: 'reacted', causes: page.length, ...counts, milliseconds: performance.now() - startedAt })
    return { ...at, checkpoint: to }
  }

  async #answerInOrder(lane: readonly StoredEvent[], counts: Counts, signal?: AbortSignal): Promise<void> {
    for (const stored of lane) {
      const { stream, eventId, type } = stored
      const cause: Cause = { event: this.#context.codec.decode(stored), eventId, stream, id: partsOf(stream).id }
      const { correlationId } = metadataOf(stored)
      for (const process of this.#processes.get(type) ?? [])
        await this.#run(process, { process: process.name, cause, correlationId, signal }, counts)
    }
  }

  /** One process's answer to one event; what is refused is compensated, a compensation is not. */
  async #run(process: AnyProcess, sent: Sent, counts: Counts): Promise<void> {
    const { cause, signal } = sent
    const send = (command: AnyCommand) => {
      counts.commands += 1
      return this.#sender.send(command, sent)
    }
    const facts = process.views && (await this.#context.views.load(process.views(cause))).views
    for (const command of process.react(cause, facts ?? {})) {
      if (signal?.aborted) return
      const rejection = await send(command)
      if (rejection === undefined) continue
      counts.refused += 1
      for (const compensation of process.refused?.(command, rejection, cause) ?? [])
        if ((await send(compensation)) !== undefined) counts.refused += 1
    }
  }
}

type Counts = { commands: number; refused: number }

const byStream = (page: readonly StoredEvent[]): Iterable<readonly StoredEvent[]> => {
  const lanes = new Map<string, StoredEvent[]>()
  for (const event of page) {
    const lane = lanes.get(event.stream)
    if (lane === undefined) lanes.set(event.stream, [event])
    else lane.push(event)
  }
  return lanes.values()
}
