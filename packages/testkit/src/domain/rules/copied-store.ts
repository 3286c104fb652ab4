import { openMemory, type Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'

/**
 * An independent copy of a store in memory, as far as decisions and processes read it: the log, keys and claims, and the
 * checkpoint of the processes with what they sent. Projections are left out.
 */
export const copiedStore = async (from: Storage, to: Storage = openMemory()): Promise<Storage> => {
  const streams = new Set<string>()
  for await (const batch of from.events.readAll())
    for (const event of batch) {
      streams.add(event.stream)
      const expected = event.revision === 0 ? 'none' : event.revision - 1
      const result = await to.events.append(event.stream, [event], expected)()
      if (E.isLeft(result)) throw new Error(`The store could not be copied: ${result.left._tag} on ${event.stream}.`)
    }
  const secret = await from.keys.secret()
  if (secret !== undefined) await to.keys.addSecret(secret)
  for (const [person, key] of await from.keys.find([...streams])) await to.keys.add(person, key)
  for (const { scope, fingerprint, holder } of await from.keys.claimsOf([...streams]))
    await to.keys.claim(scope, fingerprint, holder)
  for (const { id, projection, version, checkpoint, events } of await from.readModels.generations()) {
    if ((await from.readModels.count(id, 'doc')) > 0 || checkpoint === undefined) continue
    const { items } = await from.readModels.list(id, 'row', { limit: 10_000 })
    const puts = items.map(({ key, value }) => ({ space: 'row' as const, key, value }))
    const copy = await to.readModels.begin(projection, version)
    await to.readModels.commit(copy.id, { from: undefined, to: checkpoint, events, puts, deletes: [] })
  }
  return to
}
