// Started by tests: annuls and corrects entries of a store, chosen at random, and enters others late, until it is killed.
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, type EventStore, readEntries, type StreamEntry } from '@skein/engine'
import { addDays } from '@skein/kernel'
import { chanceOf } from '@skein/simulator'
import { openSqlite } from '@skein/storage-sqlite'
import { masterKey } from '../amended-programme.ts'

const [path = '', seed = '0'] = process.argv.slice(2)
const chance = chanceOf(Number(seed))
const choose = (count: number): number => chance.int(0, count - 1)
const storage = await openSqlite({ path, durability: 'normal' })
const runtime = createRuntime<CommandInput>(domain, storage, { masterKey })

const streamsOf = async (events: EventStore): Promise<readonly string[]> => {
  const streams = new Set<string>()
  for await (const batch of events.readAll()) for (const { stream } of batch) streams.add(stream)
  return [...streams].filter((stream) => /^(household|journey|agreement|batch|base)-/.test(stream))
}

/** Another figure, or another day. */
const otherData = ({ command }: StreamEntry): Readonly<Record<string, unknown>> => {
  const data: Readonly<Record<string, unknown>> = { ...command?.data }
  for (const field of ['people', 'score', 'perCapitaFen', 'amountFen', 'quantity', 'quotaPeople'])
    if (field in data) return { [field]: 1 + choose(100) }
  return command === undefined ? {} : { on: addDays(command.data.on, choose(9) - 4) }
}

/** The same for an earlier day, with another figure; nothing where personal values are part of it. */
const lateEntry = (entry: StreamEntry): CommandInput | undefined => {
  const { command } = entry
  if (command === undefined || 'personal' in command.data || 'note' in command.data) return undefined
  const data = { ...command.data, ...otherData(entry), on: addDays(command.data.on, -1 - choose(9)) }
  // sound: it is parsed before it is decided
  return { type: command.type, data } as unknown as CommandInput
}

const streams = await streamsOf(storage.events)
for (let number = 0; ; number += 1) {
  const stream = streams[choose(streams.length)] ?? ''
  const own = (await readEntries(runtime, stream)).filter(
    ({ command, causedBy, annulled }) => command !== undefined && causedBy === undefined && annulled === undefined,
  )
  const entry = own[choose(Math.max(1, own.length))]
  if (entry === undefined) continue
  const amendment = {
    stream,
    eventId: entry.id,
    reason: 'typing error',
    by: { role: 'accountant', id: 'a3' },
    on: '2021-06-01',
  }
  const data = choose(3) === 0 ? undefined : otherData(entry)
  const late = choose(4) === 0 ? lateEntry(entry) : undefined
  const amend = (dryRun: boolean) => {
    const options = { commandId: `${seed}-${number}`, actor: 'clerk', dryRun }
    if (late !== undefined) return runtime.execute(late, options)()
    return (data === undefined ? runtime.annul(amendment, options) : runtime.correct({ ...amendment, data }, options))()
  }
  const dryRun = await amend(true)
  const reached = dryRun._tag === 'Right' ? (dryRun.right.plan?.streams.length ?? 0) : 0
  // most of them are to reach other streams
  if (dryRun._tag === 'Left' || (reached < 2 && choose(late === undefined ? 10 : 2) > 0)) continue
  console.log(`begins ${number}${late === undefined ? '' : ' late'}`)
  const result = await amend(false)
  if (result._tag === 'Right' && result.right.plan !== undefined)
    console.log(`planned ${number} ${result.right.plan.streams.length}`)
  await runtime.settle()
}
