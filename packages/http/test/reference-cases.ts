// Every command with every field that refers to a stream, and its data with another id there.
import { domain } from '@skein/core'
import type { Storage, StoredEvent } from '@skein/engine'
import { eachElement, type PathStep, type Reference, referencesOf } from '@skein/kernel'
import { exampleCommands, type Role } from '../src/index.js'
import type { Data } from './two-counties.js'

export const divisionOf: Readonly<Record<Role, string>> = {
  base: '532329104',
  township: '532329104',
  village: '532329104207',
  county: '532329',
  auditor: '532329',
}

/** Optional objects that no example has. */
const missing: Readonly<Record<string, object>> = {
  currentPost: { post: 'secretary', body: 'partyBranch', divisionCode: '532329104207' },
}
/** Ids of the own county, by aggregate, for fields that no example has. */
const ownIds: Readonly<Record<string, string>> = {
  base: 'base-1',
  batch: 'batch-1',
  journey: 'trainee-1',
  household: 'household-1',
  agreement: 'agreement-1',
  course: 'course-1',
  instructor: 'instructor-1',
  calendar: 'classroom-1',
  division: '532329104207',
}

export const commands = domain.aggregates.flatMap(({ commands: types }) =>
  Object.entries(types).flatMap(([type, commandType]) => {
    const data = exampleCommands.findLast((step) => step.type === type)?.data
    return data === undefined ? [] : [{ type, data, references: referencesOf(commandType) }]
  }),
)
export const cases = commands.flatMap(({ type, data, references }) =>
  references.map((reference) => ({ type, data, reference, field: reference.path.join('/') })),
)

/** The data with another id at a path. */
export const withIdAt = (
  data: unknown,
  [step, ...rest]: readonly PathStep[],
  aggregate: string,
  change: (id: string) => string,
): unknown => {
  if (step === undefined) return change(typeof data === 'string' ? data : (ownIds[aggregate] ?? ''))
  if (step === eachElement) {
    const elements = Array.isArray(data) && data.length > 0 ? data : [undefined]
    return elements.map((element, at) => (at === 0 ? withIdAt(element, rest, aggregate, change) : element))
  }
  // sound: a path leads through objects
  const object = (data ?? {}) as Data
  return { ...object, [step]: withIdAt(object[step] ?? missing[step], rest, aggregate, change) }
}

export const eventsAfter = async ({ events }: Storage, after: string | undefined): Promise<readonly StoredEvent[]> => {
  const read: StoredEvent[] = []
  for await (const batch of events.readAll(after === undefined ? {} : { after })) read.push(...batch)
  return read
}

/** What a command opens does not exist before: there alone an absent id is as good as any other. */
export const opens = ({ type, reference }: { readonly type: string; readonly reference: Reference }): boolean => {
  const aggregate = domain.aggregates.find(({ commands: types }) => Object.hasOwn(types, type))
  const commandType = aggregate?.commands[type]
  const [field] = reference.path
  if (reference.path.length !== 1 || reference.aggregate === 'division' || field === undefined) return false
  const isOpening = [
    'FoundBase',
    'NominateCandidate',
    'PlanBatch',
    'OfferCourse',
    'EngageInstructor',
    'RegisterHousehold',
    'SignAgreement',
  ].includes(type)
  return (
    (isOpening && field === commandType?.target) ||
    (['OpenFacility', 'OpenPracticePoint'].includes(type) && field === 'placeId')
  )
}
