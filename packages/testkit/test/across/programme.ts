// A runtime with the sample programme in it, and what stands in its streams.
import { type CommandInput, chadian2018, domain as coreDomain } from '@skein/core'
import {
  check,
  codecOf,
  createRuntime,
  type ExecuteOptions,
  metadataOf,
  openMemory,
  type StoredEvent,
} from '@skein/engine'
import { type AnyEvent, emptyHistory, extendHistory, type HistoryEntry, partsOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { completePolicy, type Stage, scenarioOf } from '../../src/domain/scenario.js'

export const scenario = scenarioOf(completePolicy(chadian2018))
const clock = () => new Date('2030-12-31T04:00:00Z')
const masterKey = Buffer.alloc(32, 7).toString('base64')
export const by = { role: 'base', id: 'clerk' }

/** The sample programme up to a stage, with its reactors idle. */
export const programmeAt = async (stage: Stage, domain: typeof coreDomain = coreDomain) => {
  const storage = openMemory()
  const codec = codecOf(domain)
  const runtime = createRuntime(domain, storage, { clock, masterKey })
  let ids = 0
  const options = (): ExecuteOptions => {
    ids += 1
    return { commandId: `c${ids}`, actor: 'clerk' }
  }
  const settle = () => runtime.settle({ projections: false })
  const enter = async (command: CommandInput, more: Partial<ExecuteOptions> = {}) =>
    runtime.execute(command, { ...options(), ...more })()
  /** Enters what must be accepted, and lets the processes finish. */
  const must = async (...commands: readonly CommandInput[]) => {
    for (const command of commands) {
      const result = await enter(command)
      if (E.isLeft(result)) throw new Error(`${command.type}: ${JSON.stringify(result.left)}`)
      await settle()
    }
  }
  const logOf = async (stream: string): Promise<readonly StoredEvent[]> => {
    const log: StoredEvent[] = []
    for await (const batch of storage.events.readStream(stream)) log.push(...batch)
    return log
  }
  const entries = async (stream: string): Promise<readonly HistoryEntry[]> => {
    const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate has the stream ${stream}`)
    const recorded = (await logOf(stream)).map((stored) => ({
      event: codec.decode(stored),
      eventId: stored.eventId,
      revision: stored.revision,
      metadata: metadataOf(stored),
    }))
    return extendHistory(emptyHistory, recorded, aggregate).entries
  }
  /** What stands in a stream, in history order. */
  const standing = async (stream: string): Promise<readonly AnyEvent[]> =>
    (await entries(stream)).flatMap(({ events }) => events)
  /** The id of the last standing entry of an event type. */
  const entryOf = async (stream: string, type: string): Promise<string> => {
    const found = (await entries(stream)).findLast(({ events }) => events.some((event) => event.type === type))
    if (found === undefined) throw new Error(`${stream} has no ${type}`)
    return found.id
  }
  const correct = async (stream: string, type: string, data: object, more: Partial<ExecuteOptions> = {}) =>
    runtime.correct(
      { stream, eventId: await entryOf(stream, type), data: { ...data }, reason: 'typing error', by, on: '2019-06-01' },
      { ...options(), ...more },
    )()
  const annul = async (stream: string, type: string, more: Partial<ExecuteOptions> = {}) =>
    runtime.annul(
      { stream, eventId: await entryOf(stream, type), reason: 'never happened', by, on: '2019-06-01' },
      { ...options(), ...more },
    )()
  /** What `check` finds, as known when recorded and as known now. */
  const violations = async () => {
    const found: string[] = []
    for (const asCorrected of [false, true])
      for await (const { stream, rule, evidence } of check(domain, storage.events, { asCorrected }))
        found.push(`${rule} ${stream} ${JSON.stringify(evidence)}`)
    return found
  }
  await must(...scenario.commandsUntil(stage))
  return { storage, runtime, enter, must, settle, logOf, entries, standing, entryOf, correct, annul, violations }
}

/** The value of what must have succeeded. */
export const right = <Value>(result: E.Either<unknown, Value>): Value => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}
