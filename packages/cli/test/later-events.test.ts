// `report` and `worklist` warn where there are events after the day of `--today`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
let call: ReturnType<typeof callOn>

beforeAll(async () => {
  const options = ['--trainees', '8', '--months', '3', '--start', '2018-06-01']
  call = callOn(await simulatedStore(folder, 'base.db', options))
}, 60_000)
afterAll(remove)

describe.each(['report', 'worklist'])('%s', (command) => {
  it.each([
    ['en', /^skein: note: events after 2018-06-15 .*give --as-of 2018-06-15\.\n$/],
    ['zh', /^skein: 注意:2018-06-15 之后的记录也已计入.*请给出 --as-of 2018-06-15/],
  ])('warns in %s where the day is before the last event', async (lang, note) => {
    const { code, stderr } = await call(command, '--today', '2018-06-15', '--lang', lang)
    expect([code, stderr]).toEqual([0, expect.stringMatching(note)])
  })

  it('does not warn for a later day, for today, or for kept read models', async () => {
    expect((await call(command, '--today', '2019-06-15')).stderr).toBe('')
    expect((await call(command)).stderr).toBe('')
    const past = ['--all', '--as-of', '2018-06-15', '--into', '2018-06-15']
    expect((await call('rebuild', ...past)).code).toBe(0)
    expect((await call(command, '--today', '2018-06-15', '--kept', '2018-06-15')).stderr).toBe('')
  })
})
