// What holds of a programme whatever was annulled and corrected in it.
import { domain } from '@skein/core'
import { check, readEntries, type Storage, type StreamEntry, verifyLog } from '@skein/engine'

export const masterKey = Buffer.alloc(32, 7).toString('base64')

/** What is wrong with a log in which everything has settled: broken hashes, orphans, and what no contradiction names. */
export const faultsOf = async (storage: Storage): Promise<readonly string[]> => {
  const { findings } = await verifyLog(domain, storage.events.readAll())
  const faults = findings.map((finding) => JSON.stringify(finding))
  const byStream = new Map<string, readonly StreamEntry[]>()
  for await (const batch of storage.events.readAll())
    for (const { stream } of batch)
      if (!byStream.has(stream)) byStream.set(stream, await readEntries({ domain, storage }, stream))
  for (const [stream, entries] of byStream)
    for (const { causedBy, annulled, events, id } of entries)
      if (causedBy !== undefined && annulled === undefined && !stands(causedBy, byStream))
        faults.push(`${stream} ${events[0]?.type} ${id} answers ${causedBy}, which does not stand`)
  for await (const { stream, rule, revision } of check(domain, storage.events, { asCorrected: true }))
    if (!byStream.get(stream)?.some((entry) => entry.contradictedBy.includes(rule)))
      faults.push(`${rule} ${stream}@${revision} is not named by a contradiction`)
  for await (const { stream, type, rule, revision, evidence } of check(domain, storage.events))
    faults.push(`${rule} ${type} ${stream}@${revision} was broken when it was recorded: ${JSON.stringify(evidence)}`)
  return faults
}

/** Whether the event at a position such as `batch-b1@12` stands, or what took its place. */
const stands = (position: string, byStream: ReadonlyMap<string, readonly StreamEntry[]>): boolean => {
  const at = position.lastIndexOf('@')
  const revision = Number(position.slice(at + 1))
  const entries = byStream.get(position.slice(0, at)) ?? []
  let entry = entries.find((one) => one.revision <= revision && revision < one.revision + one.events.length)
  while (entry?.annulled?.replacedBy !== undefined) {
    const next: string = entry.annulled.replacedBy
    entry = entries.find(({ id }) => id === next)
  }
  return entry !== undefined && entry.annulled === undefined
}
