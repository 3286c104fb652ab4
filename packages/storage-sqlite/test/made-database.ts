import { sampleEvent } from '@skein/tooling/testing'
import { expect } from 'vitest'
import { openSqlite } from '../src/index.js'

/** Makes a database with 200 events in one stream. */
export const makeDatabase = async (path: string): Promise<string> => {
  const storage = await openSqlite({ path })
  const events = Array.from({ length: 200 }, (_, index) => sampleEvent(`${index}`, JSON.stringify('x'.repeat(300))))
  expect(await storage.events.append('journey-t1', events, 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  return path
}
