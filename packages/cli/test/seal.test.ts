import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, copyStore, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
const file = (name: string): string => join(folder, name)
let path: string
let call: ReturnType<typeof callOn>
beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db')
  call = callOn(path)
}, 60_000)
afterAll(remove)

describe('a seal', () => {
  it('shows that nothing was changed, and that something was', async () => {
    expect((await call('seal', file('seal.json'))).code).toBe(0)
    const copy = callOn(copyStore(path, 'copy.db'))
    expect((await copy('verify', '--against', file('seal.json'))).code).toBe(0)
    const { events } = resultOf(await call('verify', '--json'))
    writeFileSync(file('longer.json'), JSON.stringify({ events: Number(events) + 1, digest: '0'.repeat(64) }))
    const { code, stdout } = await call('verify', '--against', file('longer.json'))
    expect([code, stdout]).toEqual([3, expect.stringContaining('(seal)')])
    writeFileSync(file('other.json'), JSON.stringify({ events: 10, digest: '0'.repeat(64) }))
    expect((await call('verify', '--against', file('other.json'))).code).toBe(3)
  })

  it('does not overwrite a file, and is not read from another file', async () => {
    expect((await call('seal', file('first.json'))).code).toBe(0)
    expect((await call('seal', file('first.json'), '--lang', 'en')).stderr).toContain('first.json exists already')
    const { code, stderr } = await call('verify', '--against', path, '--lang', 'en')
    expect([code, stderr]).toEqual([2, expect.stringContaining('base.db is not a seal')])
  })
})
