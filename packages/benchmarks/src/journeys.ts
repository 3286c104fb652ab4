// Journeys of ten events, and one more command for each, for the benches of `execute`.
import type { CommandInput } from '@skein/core'
import { domain } from '@skein/core'
import { createRuntime, type Runtime, type Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'

export const masterKey = Buffer.alloc(32, 7).toString('base64')

const on = '2018-05-01'
/** Of the base and all journeys. */
export const township = '990001101'
const [county, village] = ['990001', '990001101201'] as const
const baseId = 'bench-base'
const by = { role: 'villageBranch', id: 'branch' } as const

const baseCommands: readonly CommandInput[] = [
  { type: 'RegisterDivision', data: { code: county, level: 'county', name: 'county', on } },
  { type: 'RegisterDivision', data: { code: township, level: 'township', name: 'township', parent: county, on } },
  { type: 'RegisterDivision', data: { code: village, level: 'village', name: 'village', parent: township, on } },
  { type: 'FoundBase', data: { baseId, divisionCode: township, name: 'base', areaMu: 20, on } },
  {
    type: 'AdoptPolicy',
    data: {
      baseId,
      version: 1,
      effectiveFrom: on,
      policy: { scaleThresholds: { morels: { unit: 'mu', quantity: 1_000_000 } } },
      on,
    },
  },
]

/** The command that is measured; it appends one event. */
export const recordScale = (traineeId: string, quantity: number): CommandInput => ({
  type: 'RecordScale',
  data: { traineeId, industry: 'morels', quantity, unit: 'mu', on },
})

const tenEvents = (traineeId: string): readonly CommandInput[] => [
  {
    type: 'NominateCandidate',
    data: {
      traineeId,
      baseId,
      divisionCode: village,
      category: 'villager',
      partyMember: false,
      willing: true,
      potential: [],
      needs: ['skills'],
      by,
      lawfulBasis: 'consent',
      personal: { name: 'somebody' },
      on,
    },
  },
  { type: 'ReviewEligibility', data: { traineeId, passed: true, findings: [], by, on } },
  { type: 'SelectTrainee', data: { traineeId, on } },
  { type: 'RequestCourses', data: { traineeId, subjects: ['growing'], on } },
  ...[1, 2, 3, 4, 5, 6].map((quantity) => recordScale(traineeId, quantity)),
]

export const journeyId = (index: number): string => `person-${index}`

const clock = () => new Date('2018-06-01T04:00:00Z')

let commands = 0

/** Executes a command; throws if it does not succeed. */
export const execute = async (runtime: Runtime<CommandInput>, command: CommandInput): Promise<void> => {
  commands += 1
  const outcome = await runtime.execute(command, { commandId: `command-${commands}`, actor: 'bench' })()
  if (E.isLeft(outcome)) throw new Error(`${command.type}: ${JSON.stringify(outcome.left)}`)
}

/** Appends so many journeys of ten events; the result is a new runtime, which has none of them cached. */
export const withJourneys = async (storage: Storage, journeys: number): Promise<Runtime<CommandInput>> => {
  const writer = createRuntime(domain, storage, { clock, masterKey })
  for (const command of baseCommands) await execute(writer, command)
  let next = 0
  const writeJourneys = async () => {
    while (next < journeys) {
      const id = journeyId(next)
      next += 1
      for (const command of tenEvents(id)) await execute(writer, command)
    }
  }
  await Promise.all(Array.from({ length: 64 }, writeJourneys))
  return createRuntime(domain, storage, { clock, masterKey })
}
