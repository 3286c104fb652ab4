// Where a file may not be written, and what a reader leaves beside one.
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { startChild } from './child.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('place')
const shut = join(folder.path, 'shut')
const ends = ['', '.keys'] as const
const path = folder.freshPath()

beforeAll(async () => {
  folder.make()
  const storage = await openSqlite({ path })
  const event = { eventId: 'e', type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' }
  expect(await storage.events.append('journey-t1', [event], 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  mkdirSync(shut)
  for (const end of ends) {
    copyFileSync(path + end, join(shut, `base.db${end}`))
    chmodSync(join(shut, `base.db${end}`), 0o444)
  }
  chmodSync(shut, 0o555)
})
afterAll(() => {
  chmodSync(shut, 0o755)
  folder.remove()
})

const said = async (...args: readonly string[]): Promise<string> => {
  const child = startChild(new URL('./children/open-as-nobody.ts', import.meta.url), ...args)
  expect(await child.ended).toBe(0)
  return child.lines.join('\n')
}

describe.skipIf(process.platform === 'win32')('in a folder that may not be written', () => {
  it('a new file is refused, saying why', async () =>
    expect(await said(join(shut, 'new.db'))).toMatch(/^read-only .*new\.db cannot be made: the folder .*shut may not/))

  it('a reader is told what it would take', async () => {
    expect(await said(join(shut, 'base.db'), 'readOnly')).toMatch(/^read-only .*base\.db: .*copy the file/)
    expect(readdirSync(shut).sort()).toEqual(['base.db', 'base.db.keys'])
  })

  it('a writer is told so', async () => expect(await said(join(shut, 'base.db'))).toMatch(/^read-only /))
})

describe('a reader', () => {
  const beside = () => readdirSync(folder.path).filter((name) => /-(wal|shm)$/.test(name))

  it('leaves nothing behind', async () => {
    const [one, two] = [await openSqlite({ path, readOnly: true }), await openSqlite({ path, readOnly: true })]
    expect(await one.events.count()).toBe(1)
    expect(await two.events.count()).toBe(1)
    await one.close()
    expect(await two.events.count()).toBe(1)
    await two.close()
    expect(beside()).toEqual([])
  })

  it('takes nothing away from a writer', async () => {
    const reader = await openSqlite({ path, readOnly: true })
    const writer = await openSqlite({ path })
    await writer.keys.add('journey-t1', { keyId: 'k', wrapped: 'w' })
    await reader.close()
    expect((await writer.keys.find(['journey-t1'])).size).toBe(1)
    expect(await writer.keys.destroy('journey-t1')).toBe(true)
    await writer.close()
    expect(beside()).toEqual([])
  })
})
