// One event in a store that cannot be read any more.
import type { StoredEvent } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toggleBrace } from './damage.js'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
let path: string
let call: ReturnType<typeof callOn>

/** The last event of some stream of an aggregate whose data no other event has. */
const lastOf = async (aggregate: string): Promise<StoredEvent> => {
  const storage = await openSqlite({ path, readOnly: true })
  const log: StoredEvent[] = []
  for await (const batch of storage.events.readAll()) log.push(...batch)
  await storage.close()
  const found = log.findLast(
    (event) =>
      event.stream.startsWith(`${aggregate}-`) &&
      log.every((other) => other === event || (other.data !== event.data && isNotAfter(other, event))),
  )
  if (found === undefined) throw new Error(`the log has no such event of ${aggregate}`)
  return found
}
const isNotAfter = (other: StoredEvent, { stream, revision }: StoredEvent) =>
  other.stream !== stream || other.revision <= revision

beforeAll(async () => {
  path = await simulatedStore(folder, 'a.db', ['--trainees', '8', '--months', '3', '--start', '2018-06-01'])
  call = callOn(path)
}, 60_000)

describe('an event that cannot be read', () => {
  it('is named by status and quarantine while everything else is rebuilt and live, and retried once it was repaired', async () => {
    const event = await lastOf('journey')
    toggleBrace(path, event)
    expect(resultOf(await call('quarantine', '--json'))).toEqual({ ok: true, entries: [], skipped: [] })
    const rebuilt = await call('rebuild', '--all', '--lang', 'en')
    expect([rebuilt.code, rebuilt.stdout]).toEqual([3, expect.stringContaining('cannot be read')])
    const status = (await call('status', '--lang', 'en')).stdout
    expect(status).toContain('in quarantine')
    expect(status).not.toMatch(/building|absent/)
    const listed = await call('quarantine', '--lang', 'en')
    expect([listed.code, listed.stdout]).toEqual([3, expect.stringContaining(event.stream)])
    expect((await call('worklist')).code).toBe(0)
    const failedAgain = await call('quarantine', 'retry', '--lang', 'en')
    expect([failedAgain.code, failedAgain.stdout]).toEqual([3, expect.stringContaining(event.stream)])
    toggleBrace(path, event)
    const retried = await call('quarantine', 'retry', '--lang', 'en')
    expect([retried.code, retried.stdout]).toEqual([0, 'Nothing is in quarantine.\n'])
  }, 60_000)

  it('is left out once it was skipped, with a reason', async () => {
    const { stream, revision, ...event } = await lastOf('journey')
    toggleBrace(path, event)
    expect((await call('rebuild', '--all')).code).toBe(3)
    const name = `${stream}@${revision}`
    expect((await call('quarantine', 'skip', name, '--lang', 'en')).code).toBe(2)
    const skipped = await call('quarantine', 'skip', name, '--reason', 'a trial', '--by', 'op-3', '--lang', 'en')
    expect([skipped.code, skipped.stdout]).toEqual([0, expect.stringMatching(/by op-3: .*, a trial/)])
    expect((await call('rebuild', '--all')).code).toBe(0)
  }, 60_000)
})
