// Folders without write permission, and files that readers leave beside a database.
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sampleEvent, startChild, temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-path-checks')
const readOnlyFolder = join(folder.path, 'read-only')
const suffixes = ['', '.keys'] as const
const path = folder.freshPath()

beforeAll(async () => {
  folder.create()
  const storage = await openSqlite({ path })
  expect(await storage.events.append('journey-t1', [sampleEvent('e')], 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  mkdirSync(readOnlyFolder)
  for (const suffix of suffixes) {
    copyFileSync(path + suffix, join(readOnlyFolder, `base.db${suffix}`))
    chmodSync(join(readOnlyFolder, `base.db${suffix}`), 0o444)
  }
  chmodSync(readOnlyFolder, 0o555)
})
afterAll(() => {
  chmodSync(readOnlyFolder, 0o755)
  folder.remove()
})

const openUnprivileged = async (...args: readonly string[]): Promise<string> => {
  const child = startChild(new URL('./children/open-unprivileged.ts', import.meta.url), ...args)
  expect(await child.ended).toBe(0)
  return child.lines.join('\n')
}

describe.skipIf(process.platform === 'win32')('in a folder without write permission', () => {
  it('refuses to make a file, and names the folder', async () =>
    expect(await openUnprivileged(join(readOnlyFolder, 'new.db'))).toMatch(
      /^read-only .*new\.db cannot be made: the folder .*read-only may not/,
    ))

  it('refuses to read, and says what reading needs', async () => {
    expect(await openUnprivileged(join(readOnlyFolder, 'base.db'), 'readOnly')).toMatch(
      /^read-only .*base\.db: .*copy the file/,
    )
    expect(readdirSync(readOnlyFolder).sort()).toEqual(['base.db', 'base.db.keys'])
  })

  it('refuses to write', async () =>
    expect(await openUnprivileged(join(readOnlyFolder, 'base.db'))).toMatch(/^read-only /))
})

describe('a reader', () => {
  const filesLeft = () => readdirSync(folder.path).filter((name) => /-(wal|shm)$/.test(name))

  it('leaves no file behind', async () => {
    const [one, other] = [await openSqlite({ path, readOnly: true }), await openSqlite({ path, readOnly: true })]
    expect(await one.events.count()).toBe(1)
    expect(await other.events.count()).toBe(1)
    await one.close()
    expect(await other.events.count()).toBe(1)
    await other.close()
    expect(filesLeft()).toEqual([])
  })

  it('removes no file that a writer uses', async () => {
    const reader = await openSqlite({ path, readOnly: true })
    const writer = await openSqlite({ path })
    await writer.keys.add('journey-t1', { keyId: 'k', wrapped: 'w' })
    await reader.close()
    expect((await writer.keys.find(['journey-t1'])).size).toBe(1)
    expect(await writer.keys.destroy('journey-t1')).toBe(true)
    await writer.close()
    expect(filesLeft()).toEqual([])
  })
})
