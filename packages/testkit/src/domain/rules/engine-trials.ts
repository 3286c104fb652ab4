// Engines in memory that have executed a generated history.
import { type CommandInput, chadian2018 } from '@skein/core'
import { createRuntime, openMemory, type Runtime, type Storage } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { GeneratedHistory } from '../generated-history.js'
import { completePolicy, type Stage, scenarioOf } from '../scenario.js'
import { copiedStore } from './copied-store.js'

/** The read models whose totals are compared. */
const comparedModels = ['journeyFunnel', 'rotationCoverage', 'facultyPool', 'supportLedger']

const withoutOtherModels = (domain: Domain): Domain => ({
  ...domain,
  projections: domain.projections.filter(({ name }) => comparedModels.includes(name)),
  views: [],
})

// any 32 bytes: the envelopes are never decrypted
const masterKey = btoa('for tests, 32 bytes and no more.')
const clock = () => new Date('2030-12-31T04:00:00Z')

export type Engine = Runtime<CommandInput>

const engineOn = (domain: Domain, storage: Storage): Engine => createRuntime(domain, storage, { clock, masterKey })

/** Another engine on an independent copy of the store. */
export const copiedEngine = async ({ domain, storage }: Engine): Promise<Engine> =>
  engineOn(domain, await copiedStore(storage))

export const commandIdOf = (index: number): string => `command-${index}`

/** The result of a command, without what differs between two engines. */
export const send = async (engine: Engine, command: CommandInput, commandId: string) => {
  const result = await engine.execute(command, { commandId, actor: 'clerk' })()
  if (E.isLeft(result))
    return { rule: result.left._tag === 'Rejected' ? result.left.rejection.rule : result.left._tag, wrote: false }
  const { stream, revision, events, duplicate } = result.right
  return { stream, revision, events: events.map(({ type }) => type), duplicate, wrote: events.length > 0 }
}

const sendAll = async (engine: Engine, commands: readonly CommandInput[], firstIndex: number): Promise<void> => {
  for (const [index, command] of commands.entries()) {
    await send(engine, command, commandIdOf(firstIndex + index))
    await engine.settle({ projections: false })
  }
}

/** An engine, and the commands that it has executed under the ids `command-0`, `command-1`, … */
export interface StartedEngine {
  readonly engine: Engine
  readonly sent: readonly CommandInput[]
}

/** Starts engines that execute a history. The stages of the scenario are executed once, and their stores are copied. */
export const engineStarter = (
  policy: unknown,
  domain: Domain,
): ((history: Pick<GeneratedHistory, 'from' | 'commands'>) => Promise<StartedEngine>) => {
  const { stages, stageNames, commandsUntil } = scenarioOf(completePolicy(policy ?? chadian2018, domain))
  const compared = withoutOtherModels(domain)
  const stores = new Map<Stage, Promise<Storage>>()
  const storeAfter = async (stage: Stage): Promise<Storage> => {
    const before = stageNames[stageNames.indexOf(stage) - 1]
    const storage = before === undefined ? openMemory() : await copiedStore(await storeAt(before))
    await sendAll(engineOn(compared, storage), stages[stage], commandsUntil(stage).length - stages[stage].length)
    return storage
  }
  const storeAt = (stage: Stage): Promise<Storage> => {
    const store = stores.get(stage) ?? storeAfter(stage)
    stores.set(stage, store)
    return store
  }
  return async ({ from, commands }) => {
    const engine = engineOn(compared, await copiedStore(await storeAt(from)))
    const before = commandsUntil(from)
    await sendAll(engine, commands, before.length)
    return { engine, sent: [...before, ...commands] }
  }
}

/** The number of events in the log. */
export const eventCount = async ({ storage }: Engine): Promise<number> => (await storage.events.count()) ?? 0

/** The documents of the compared read models. */
export const totalsOf = async (engine: Engine): Promise<unknown> => {
  await engine.settle()
  const pages = await Promise.all(comparedModels.map((name) => engine.read(name).list()))
  return pages.map(({ items }) => items)
}
