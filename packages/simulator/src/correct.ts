import { type ExecuteError, metadataOf, type Outcome, type Runtime, readEntries, type StoredEvent } from '@skein/engine'
import { streamOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { CorrectionStep } from './schedule.js'

/** Corrects what an earlier step entered, also where it was computed again since. */
export const correct = async (
  runtime: Runtime,
  { at, actor, commandId, correction }: CorrectionStep,
): Promise<E.Either<ExecuteError, Outcome>> => {
  const { command, data } = correction
  const stream = streamOfCommand(runtime, command)
  const recorded: StoredEvent[] = []
  for await (const batch of runtime.storage.events.readStream(stream)) recorded.push(...batch)
  const firstOf = (id: string) => recorded.find((event) => metadataOf(event).commandId === id)
  // the entry has another id by now
  if (firstOf(commandId) !== undefined)
    return E.right({ stream, revision: recorded.length - 1, events: [], duplicate: true })
  // an id that is not there is refused by its rule
  const eventId = (await standingId(runtime, stream, firstOf(correction.commandId)?.eventId)) ?? correction.commandId
  const by = { role: 'clerk', id: actor }
  const amendment = { stream, eventId, data, reason: 'typing error', by, on: at.slice(0, 10) }
  return runtime.correct(amendment, { commandId, actor })()
}

const streamOfCommand = ({ domain }: Runtime, { type, data }: CorrectionStep['correction']['command']): string => {
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const target = aggregate?.commands[type]?.target
  if (aggregate === undefined || target === undefined) throw new Error(`the domain has no command ${type}`)
  return streamOf(aggregate.name, String(Reflect.get(data, target)))
}

/** The id of an entry, or of the last one that took its place. */
const standingId = async (runtime: Runtime, stream: string, id: string | undefined): Promise<string | undefined> => {
  const entries = await readEntries(runtime, stream)
  let entry = entries.find((one) => one.id === id)
  for (let next = entry?.annulled?.replacedBy; next !== undefined; next = entry?.annulled?.replacedBy)
    entry = entries.find((one) => one.id === next)
  return entry?.id
}
