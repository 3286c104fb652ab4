// P13: simulated commands with encryption and hashing, compared with the same commands without.
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

/** The engine hashes with `crypto.hash` and `crypto.createHmac`, both SHA-256. Command ids of processes are SHA-1 and stay as they are. */
const { hash, createHmac } = crypto
const noHash = new Proxy(hash, {
  apply: (target, self, parameters: Parameters<typeof hash>) => {
    const [algorithm, , encoding] = parameters
    if (algorithm !== 'sha256') return Reflect.apply(target, self, parameters)
    return encoding === 'hex' ? '0'.repeat(64) : Buffer.alloc(32)
  },
})
const noHmac = new Proxy(createHmac, {
  apply: () => {
    const hmac = { update: () => hmac, digest: () => Buffer.alloc(32) }
    return hmac
  },
})

const withHashing = (isOn: boolean): void => {
  crypto.hash = isOn ? hash : noHash
  crypto.createHmac = isOn ? createHmac : noHmac
  syncBuiltinESMExports()
}

const personal = ['personal', 'note']

const withoutMarks = <Schema extends z.ZodObject>(schema: Schema): z.ZodObject => {
  const marked = personal.filter((field) => field in schema.shape).map((field) => [field, z.unknown().optional()])
  return schema.extend(Object.fromEntries(marked))
}

/** The domain, but nothing in it is personal. */
const domainWithoutEncryption: Domain = {
  ...domain,
  aggregates: domain.aggregates.map((aggregate) => ({
    ...aggregate,
    commands: Object.fromEntries(
      Object.entries(aggregate.commands).map(([type, command]) => {
        const data = withoutMarks(command.schema.shape.data)
        return [type, { ...command, schema: command.schema.extend({ data }) }]
      }),
    ),
    events: Object.fromEntries(
      Object.entries(aggregate.events).map(([type, event]) => {
        const { shape } = event.schema as z.ZodObject<{ data: z.ZodObject }>
        return [type, { ...event, schema: z.object({ ...shape, data: withoutMarks(shape.data) }) }]
      }),
    ),
  })),
}

/** Replaces personal values by text as long as an envelope, so that there is nothing to encrypt and no key to store. */
const encryptedAlready = ({ type, data }: CommandInput): unknown => {
  const text = 'x'.repeat(440)
  const fields = Object.keys(data).map((field) => [field, personal.includes(field) ? text : Reflect.get(data, field)])
  return { type, data: Object.fromEntries(fields) }
}

/** Executes steps one by one, and runs the processes where a step waits for them; commands a second. */
const executeSteps = async (
  runtime: Runtime<unknown>,
  steps: readonly Step[],
  isEncrypting: boolean,
  now: (at: string) => void,
) => {
  const startedAt = performance.now()
  for (const { at, command, commandId, actor, settle } of steps) {
    now(at)
    const input = isEncrypting ? command : encryptedAlready(command)
    const outcome = await runtime.execute(input, { commandId, actor })()
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
      execute: (some: readonly Step[], isEncrypting: boolean) =>
        executeSteps(runtime, some, isEncrypting, (now) => {
          at = now
        }),
    }
  }
  const encrypted = await open('encrypted', domain)
  const bare = await open('bare', domainWithoutEncryption)
  try {
    const measured = []
    for (let round = 0; round <= lab.rounds; round += 1) {
      const some = steps.slice(round * perRound, (round + 1) * perRound)
      const ours = await encrypted.execute(some, true)
      withHashing(false)
      const theirs = await bare.execute(some, false)
      withHashing(true)
      if (round > 0) measured.push({ ours, theirs })
    }
    return summed(measured)
  } finally {
    withHashing(true)
    await encrypted.storage.close()
    await bare.storage.close()
  }
}

export const encryption: Bench = {
  id: 'P13',
  what: 'simulated commands with encryption and hashing ÷ without, one caller, SQLite',
  goal: 0.75,
  bound: 'atLeast',
  unit: 'commands a second',
  run,
}
