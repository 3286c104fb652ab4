// P19, P20: late papers compared with papers in time: in a history, and in a calendar.
import { domain, Instructor } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { addDays, day, decide } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { Bench } from './bench.ts'
import { masterKey, township } from './journeys.ts'
import { compare } from './measure.ts'

type Order = 'late' | 'on time'

const firstDay = '2015-01-01'
const clock = () => new Date('2046-01-01T04:00:00Z')
const bundleSize = 200

/** Numbers below `length`, each once, mixed up. */
const mixed = (length: number): readonly number[] => Array.from({ length }, (_, at) => (at * 7919) % length)

/** Microseconds of processor time for each of so many. */
const processorTime = async (count: number, work: () => void | Promise<void>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

const succeeded = <Value>(outcome: E.Either<unknown, Value>): Value => {
  if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left))
  return outcome.right
}

/** Records contributions to a base that has some of every tenth day, in bundles: for days in between, or after them. */
const contributions = async (order: Order, before: number, count: number): Promise<number> => {
  const runtime = createRuntime(domain, openMemory(), { clock, masterKey })
  const contribution = (number: number, on: string) =>
    ({
      type: 'RecordContribution',
      data: { baseId: 'b', level: 'county', certainty: 'exact', reference: `r-${number}`, amountFen: 100 + number, on },
    }) as const
  const record = async (numbers: readonly number[], dayOf: (number: number) => number) => {
    for (let from = 0; from < numbers.length; from += bundleSize) {
      const bundle = numbers.slice(from, from + bundleSize).map((number) => ({
        command: contribution(number, addDays(firstDay, dayOf(number))),
        commandId: `c-${number}`,
      }))
      for (const outcome of await runtime.executeAll(bundle, { actor: 'bench' })()) succeeded(outcome)
    }
  }
  const base = { baseId: 'b', divisionCode: township, name: 'base', areaMu: 20, on: firstDay }
  const division = { level: 'township', name: 'township', on: firstDay } as const
  for (const command of [
    { type: 'RegisterDivision', data: { code: township.slice(0, 6), ...division, level: 'county' } },
    { type: 'RegisterDivision', data: { code: township, parent: township.slice(0, 6), ...division } },
    { type: 'FoundBase', data: base },
  ] as const)
    succeeded(await runtime.execute(command, { commandId: command.type + command.data.on, actor: 'bench' })())
  const days = before * 10
  await record(
    Array.from({ length: before }, (_, at) => count + at),
    (number) => (number - count) * (order === 'late' ? 10 : 1),
  )
  const numbers = order === 'late' ? mixed(count) : Array.from({ length: count }, (_, at) => at)
  return processorTime(count, () => record(numbers, (number) => (order === 'late' ? number % days : before + number)))
}

/** Books an instructor for so many sessions; late: every second one on a day before those that are booked. */
const bookings = (order: Order, count: number): Promise<number> => {
  const { aggregate, decider } = Instructor
  const numbers = Array.from({ length: count }, (_, at) => (order === 'late' && at % 2 === 1 ? count - at : at))
  const commands = numbers.map((number) => {
    const [date, period] = [addDays(firstDay, Math.floor(number / 2)), number % 2 === 0 ? 'morning' : 'afternoon']
    const data = { instructorId: 'i', batchId: 'b', sessionId: `s-${number}`, date, period, hours: 4, on: firstDay }
    // sound: it has the fields of the command, and texts for its ids
    return { type: 'BookInstructor', data } as Instructor.Commands.Command
  })
  const engagement = { instructorId: 'i', baseId: 'b', category: 'expert', subjects: ['growing'], on: firstDay }
  // sound: as above; nothing looks at the name that is missing
  const engaged = { type: 'InstructorEngaged', data: engagement } as Instructor.Events.Event
  const sessions = new Map(numbers.map((number) => [`s-${number}`, { subject: 'growing' }]))
  // sound: what the rules look at
  const batch = { ...decider.absentViews.batch, baseId: 'b', sessions } as unknown as Instructor.Views['batch']
  const views = {
    ...decider.absentViews,
    batch,
    id: 'i',
    recordedOn: day('2146-01-01'),
    revision: 1,
    byProcess: true,
  }
  return processorTime(count, () => {
    let state = decider.evolve(decider.initialState, engaged)
    for (const command of commands) {
      const events = succeeded(decide(aggregate, command, state, views))
      state = events.reduce(decider.evolve, state)
    }
  })
}

export const lateEntries: readonly Bench[] = [
  {
    id: 'P19',
    what: '10,000 contributions in bundles of 200 to a base that has 1,000, late ÷ in time',
    goal: 20,
    bound: 'atMost',
    unit: 'microseconds of processor time a command',
    run: ({ rounds, isSmoke }) => {
      const size = isSmoke ? 100 : 1000
      return compare(
        rounds,
        () => contributions('late', size, 10 * size),
        () => contributions('on time', size, 10 * size),
      )
    },
  },
  {
    id: 'P20',
    what: 'an instructor booked 50,000 times in memory, half of the bookings late ÷ in time',
    goal: 1.2,
    bound: 'atMost',
    unit: 'microseconds of processor time a booking',
    run: ({ rounds, isSmoke }) => {
      const count = isSmoke ? 1000 : 50_000
      return compare(
        rounds,
        () => bookings('late', count),
        () => bookings('on time', count),
      )
    },
  },
]
