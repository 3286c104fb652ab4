// A folder that may not be written: no database can be created in it, and SQLite cannot even read one there.
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Result, runProcess, temporaryFolder } from './skein.js'
import { simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
const readOnly = join(folder, 'read-only')
afterAll(remove)

describe.skipIf(process.platform === 'win32')('in a folder that may not be written', () => {
  beforeAll(async () => {
    const path = await simulatedStore(folder, 'a.db')
    mkdirSync(readOnly)
    for (const end of ['', '.keys']) {
      copyFileSync(`${path}${end}`, join(readOnly, `a.db${end}`))
      chmodSync(join(readOnly, `a.db${end}`), 0o444)
    }
    chmodSync(readOnly, 0o555)
    chmodSync(folder, 0o755)
    return () => chmodSync(readOnly, 0o755)
  }, 60_000)

  // root may write everywhere
  const asNobody = (...args: readonly string[]): Promise<Result> =>
    runProcess(args, { folder, ...(process.getuid?.() === 0 ? { uid: 65534 } : {}) })

  it('no database is created, and the message names the folder', async () => {
    const english = await asNobody('demo', '--db', 'read-only/new.db', '--lang', 'en')
    expect([english.code, english.stderr]).toEqual([
      1,
      expect.stringMatching(/^skein: read-only\/new\.db[^\n]*the folder read-only /),
    ])
    const chinese = await asNobody('demo', '--db', 'read-only/new.db', '--lang', 'zh')
    expect(chinese.stderr).toContain('文件夹 read-only 不可写')
  })

  it.each(['status', 'report', 'worklist', 'verify'])(
    '%s fails, and says how to read the database',
    async (command) => {
      const { code, stdout, stderr } = await asNobody(command, '--lang', 'en', '--store', 'sqlite:read-only/a.db')
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^skein: read-only\/a\.db[^\n]*the folder read-only [^\n]*copy [^\n]*\n$/)
      expect(readdirSync(readOnly).sort()).toEqual(['a.db', 'a.db.keys'])
    },
  )
})
