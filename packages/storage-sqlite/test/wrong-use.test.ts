import { afterEach, describe, expect, it, vi } from 'vitest'
import { openSqlite } from '../src/index.js'

// sound: the tests pass on purpose what a program in JavaScript could
const open = (options?: unknown) => openSqlite(options as never)

describe('openSqlite', () => {
  it.each([
    [
      undefined,
      'openSqlite takes an object of options with `path`, and got undefined.',
      'openSqlite 的选项应为对象,含 `path`,而得到的是 undefined。',
    ],
    [
      {},
      'openSqlite: `path` is missing. Expected the path of a file, such as "./base.db".',
      'openSqlite:缺少 `path`。应为文件路径,如 "./base.db"。',
    ],
    [
      { path: './base.db', durability: 'none' },
      'openSqlite: `durability` is "none". Expected "full" or "normal".',
      'openSqlite:`durability` 为 "none"。应为 "full" 或 "normal"。',
    ],
    [
      { path: './base.db', busyTimeoutMs: -1 },
      'openSqlite: `busyTimeoutMs` is -1. Expected a whole number from 0.',
      'openSqlite:`busyTimeoutMs` 为 -1。应为不小于 0 的整数。',
    ],
  ])('with %j is refused', async (options, en, zh) => {
    await expect(open(options)).rejects.toMatchObject({ _tag: 'Misconfigured', text: { en, zh } })
  })

  describe('on a Node that is too old', () => {
    afterEach(() => vi.unstubAllGlobals())

    it('is refused before the driver is loaded', async () => {
      vi.stubGlobal('process', { ...process, versions: { ...process.versions, node: '20.20.2' } })
      await expect(open({})).rejects.toMatchObject({
        _tag: 'Misconfigured',
        text: {
          en: 'openSqlite: this is Node 20.20.2, and Node 22.14 or newer is needed. Install one from https://nodejs.org.',
          zh: 'openSqlite:当前 Node 版本为 20.20.2,需要 22.14 或更高版本。请从 https://nodejs.org 安装。',
        },
      })
    })
  })
})
