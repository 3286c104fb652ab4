// P13: the simulator's mix of commands, with sealing and hashing and without.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type Runtime } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import { type Step, simulate } from '@skein/simulator'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { z } from 'zod'
import type { Bench, Lab } from './bench.ts'
import { divisions } from './divisions.ts'
import { masterKey } from './journeys.ts'
import { summed } from './measure.ts'

/** As the engine hashes: `crypto.hash` and nothing else; event ids are SHA-1 and stay. */
const hash = crypto.hash
const free = new Proxy(hash, {
  apply: (target, self, parameters: Parameters<typeof hash>) => {
    const [algorithm, , encoding] = parameters
    if (algorithm !== 'sha256') return Reflect.apply(target, self, parameters)
    return encoding === 'hex' ? '0'.repeat(64) : Buffer.alloc(32)
  },
})

const withHashing = (isOn: boolean): void => {
  crypto.hash = isOn ? hash : free
  syncBuiltinESMExports()
}

const personal = ['personal', 'note']

/** The domain, but its commands take what is personal as an envelope. */
const takesEnvelopes: Domain = {
  ...domain,
  aggregates: domain.aggregates.map((aggregate) => ({
    ...aggregate,
    commands: Object.fromEntries(
      Object.entries(aggregate.commands).map(([type, command]) => {
        const { shape } = command.schema
        const loose = personal
          .filter((field) => field in shape.data.shape)
          .map((field) => [field, z.unknown().optional()])
        const data = shape.data.extend(Object.fromEntries(loose))
        return [type, { ...command, schema: command.schema.extend({ data }) }]
      }),
    ),
  })),
}

/** What is personal comes as an envelope, so that there is nothing to seal and no key to keep. */
const sealedAlready = ({ type, data }: CommandInput): unknown => {
  const envelope = { person: 'journey-x', ciphertext: `1.key.personal.${'x'.repeat(90)}` }
  const fields = Object.keys(data).map((field) => [
    field,
    personal.includes(field) ? envelope : Reflect.get(data, field),
  ])
  return { type, data: Object.fromEntries(fields) }
}

/** Enters steps one by one, and lets the processes answer where the story waits for them. */
const enter = async (
  runtime: Runtime<unknown>,
  steps: readonly Step[],
  isSealed: boolean,
  now: (at: string) => void,
) => {
  const startedAt = performance.now()
  for (const { at, command, commandId, actor, settle } of steps) {
    now(at)
    const input = isSealed ? command : sealedAlready(command)
    const outcome = await runtime.execute(input, { commandId, actor, asProcess: !isSealed })()
    if (E.isLeft(outcome) && outcome.left._tag !== 'Rejected') throw new Error(JSON.stringify(outcome.left))
    if (settle) await runtime.settle({ projections: false })
  }
  return (steps.length * 1000) / (performance.now() - startedAt)
}

const run = async (lab: Lab) => {
  const perRound = lab.isSmoke ? 300 : 800
  const steps: Step[] = []
  for (const step of simulate({ seed: 5, divisions: divisions(1), trainees: 1200, months: 12 })) steps.push(step)
  const open = async (name: string, of: Domain) => {
    const storage = await openSqlite({ path: join(lab.folder, `${name}.db`) })
    let at = ''
    const runtime: Runtime<unknown> = createRuntime(of, storage, { clock: () => new Date(at), masterKey })
    return {
      storage,
      enter: (some: readonly Step[], isSealed: boolean) =>
        enter(runtime, some, isSealed, (now) => {
          at = now
        }),
    }
  }
  const sealed = await open('sealed', domain)
  const bare = await open('bare', takesEnvelopes)
  try {
    const measured = []
    for (let round = 0; round <= lab.rounds; round += 1) {
      const some = steps.slice(round * perRound, (round + 1) * perRound)
      const ours = await sealed.enter(some, true)
      withHashing(false)
      const theirs = await bare.enter(some, false)
      withHashing(true)
      if (round > 0) measured.push({ ours, theirs })
    }
    return summed(measured)
  } finally {
    withHashing(true)
    await sealed.storage.close()
    await bare.storage.close()
  }
}

export const sealing: Bench = {
  id: 'P13',
  what: 'the simulator’s commands with sealing and hashing ÷ without, one caller, SQLite',
  goal: 0.75,
  bound: 'atLeast',
  unit: 'commands a second',
  run,
}
