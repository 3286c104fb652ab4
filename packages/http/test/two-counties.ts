// Two counties in one store: the example commands, and the same once more with ids and divisions of another county.
import { domain } from '@skein/core'
import { createRuntime, openMemory, type Storage } from '@skein/engine'
import { exampleCommands } from '../src/index.js'
import { masterKey } from './fixture.js'

export type Data = Readonly<Record<string, unknown>>

const ownCounty = '532329'
const otherCounty = '532330'
const ids = new Set(
  exampleCommands.flatMap(({ data }) =>
    [
      'traineeId',
      'baseId',
      'placeId',
      'courseId',
      'instructorId',
      'batchId',
      'householdId',
      'agreementId',
      'cooperativeId',
    ].map((field) => data[field]),
  ),
)

/** The text that stands in the other county where this one stands in the own one. */
export const otherOf = (text: string): string => {
  if (/^\d{6,12}$/.test(text) && text.startsWith(ownCounty)) return `${otherCounty}${text.slice(ownCounty.length)}`
  return ids.has(text) ? `${text}-other` : text
}

/** An id like those of the examples, of something that does not exist, and another one each time: commands may open it. */
export const absentOf = (text: string): string => {
  absent += 1
  return /^\d{6,12}$/.test(text) ? `532331${text.slice(ownCounty.length)}` : `${text}-absent-${absent}`
}
let absent = 0

export const mapTexts = (value: unknown, map: (text: string) => string): unknown => {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, map)]))
}

/** The streams whose names hold an id or a code of the other county. */
export const isOfOtherCounty = (stream: string): boolean =>
  stream.endsWith('-other') || stream.startsWith(`division-${otherCounty}`)

/** A store in which both counties have executed all example commands. */
export const storageOfTwoCounties = async (): Promise<Storage> => {
  const storage = openMemory()
  const runtime = createRuntime(domain, storage, { masterKey })
  const own = exampleCommands.map(({ type, data }) => ({ type, data }))
  // sound: the values keep their shapes
  const other = own.map(({ type, data }) => ({ type, data: mapTexts(data, otherOf) as Data }))
  for (const [index, command] of [...own, ...other].entries()) {
    // sound: a test of the contract executes every example
    const result = await runtime.execute(command as Parameters<typeof runtime.execute>[0], {
      commandId: `example-${index}`,
      actor: 'example-sender',
    })()
    if (result._tag === 'Left') throw new Error(`${index + 1} ${command.type}: ${JSON.stringify(result.left)}`)
    await runtime.settle({ projections: false })
  }
  await runtime.settle()
  return storage
}
