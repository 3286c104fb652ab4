import { isDeepStrictEqual } from 'node:util'
import { codecOf, createReader, type Generation, openMemory, type Reader, rebuild, type Storage } from '@skein/engine'
import type { AnyProjection, Day, Domain } from '@skein/kernel'
import { type LogEntry, naiveDocuments } from './naive-documents.js'
import { logEntries, storedLog } from './recorded-log.js'
import type { Report } from './simulation-violation.js'

/** What read models are checked with. */
export interface ReadModelsUnderTest {
  readonly domain: Domain<unknown>
  readonly store: Storage
  readonly today: Day
  readonly report: Report
}

/** Read models as they are now have what the log says up to their checkpoints. */
export const checkPrefixes = async (
  of: ReadModelsUnderTest,
  isChecked: (projection: AnyProjection) => boolean,
): Promise<void> => {
  const { domain, store, report, today } = of
  const log = await storedLog(store)
  const codec = codecOf(domain)
  const reader = createReader(domain, store, { clock: () => new Date(`${today}T04:00:00Z`) })
  for (const projection of domain.projections) {
    const live = await liveOf(projection, store)
    // a document with a history has all of its stream, also what comes after the checkpoint
    if (live?.checkpoint === undefined || projection.history !== undefined || !isChecked(projection)) continue
    const { checkpoint } = live
    const prefix = log.filter(({ position }) => store.events.comparePositions(position, checkpoint) <= 0)
    const naive = naiveDocuments(domain, projection, logEntries(prefix, codec), today)
    const found = await documentsOf(reader, projection.name, today)
    const difference = differenceOf(found, naive)
    if (difference !== undefined)
      report('read model', `${projection.name} at ${checkpoint} is not what the log says: ${difference}`)
  }
}

/** When all is done: live, rebuilt, and folded in the simplest way are the same. */
export const checkAgreement = async (of: ReadModelsUnderTest, log: readonly LogEntry[]): Promise<void> => {
  const { domain, store, today, report } = of
  const clock = () => new Date(`${today}T04:00:00Z`)
  const live = new Map<string, ReadonlyMap<string, unknown>>()
  const reader = createReader(domain, store, { clock })
  for (const projection of domain.projections) {
    const { name } = projection
    const found = await documentsOf(reader, name, today)
    live.set(name, found)
    const difference = differenceOf(found, naiveDocuments(domain, projection, log, today))
    if (difference !== undefined) report('read model', `${name} is not what the log says: ${difference}`)
  }
  const rebuilt = { ...store, name: store.name, readModels: openMemory().readModels }
  await rebuild(domain, rebuilt, { batchSize: 50 })
  const rebuiltReader = createReader(domain, rebuilt, { clock })
  for (const { name } of domain.projections) {
    const difference = differenceOf(live.get(name) ?? new Map(), await documentsOf(rebuiltReader, name, today))
    if (difference !== undefined) report('read model', `${name} is not as it is rebuilt: ${difference}`)
  }
}

export const liveOf = async (
  { name, version }: Pick<AnyProjection, 'name' | 'version'>,
  { readModels }: Storage,
): Promise<Generation | undefined> =>
  (await readModels.generations(name)).find((one) => one.version === version && one.state === 'live')

/** All documents of a read model, by their keys. */
export const documentsOf = async (
  reader: Pick<Reader, 'read'>,
  name: string,
  today: Day,
): Promise<ReadonlyMap<string, unknown>> => {
  const documents = new Map<string, unknown>()
  let cursor: string | undefined
  do {
    const page = await reader.read(name).list({ today, limit: 1000, ...(cursor !== undefined && { cursor }) })
    for (const { key, doc } of page.items) documents.set(key, doc)
    cursor = page.cursor
  } while (cursor !== undefined)
  return documents
}

/** The first document that is not as expected; `undefined` if all are. */
const differenceOf = (
  actual: ReadonlyMap<string, unknown>,
  expected: ReadonlyMap<string, unknown>,
): string | undefined => {
  for (const key of new Set([...actual.keys(), ...expected.keys()])) {
    const [has, should] = [asJson(actual.get(key)), asJson(expected.get(key))]
    if (!isDeepStrictEqual(has, should)) return `${key} is ${JSON.stringify(has)}, expected ${JSON.stringify(should)}`
  }
  return undefined
}

/** As JSON has it: fields that are `undefined` are absent. */
const asJson = (document: unknown): unknown =>
  document === undefined ? undefined : JSON.parse(JSON.stringify(document))
