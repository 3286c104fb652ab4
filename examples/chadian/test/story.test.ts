import { readFileSync } from 'node:fs'
import { domain } from '@skein/core'
import { createRuntime, openMemory, type Runtime, rebuild, type Storage } from '@skein/engine'
import { play } from '@skein/simulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastDay, parseDivisions, story } from '../src/index.js'

const csv = readFileSync(new URL('../data/divisions-wuding.csv', import.meta.url), 'utf8')

describe('the divisions file', () => {
  it('has the county, its townships and villages', () => {
    const divisions = parseDivisions(csv)
    expect(divisions).toHaveLength(148)
    expect(divisions.filter(({ parent }) => parent === '532329104')).toHaveLength(12)
  })

  it.each([
    ['no header', '532329,武定县,county,5323', 'line 1: expected the header'],
    ['a row too short', 'code,name,level,parent\n532329,武定县', 'line 2: expected four fields'],
    ['another level', 'code,name,level,parent\n532329,武定县,city,5323', 'line 2: expected the level'],
    [
      'a code of the wrong length',
      'code,name,level,parent\n53232,武定县,county,5323',
      'line 2: expected a code of 6 digits',
    ],
    [
      'a part before its whole',
      'code,name,level,parent\n532329104,插甸镇,township,532329',
      'line 2: expected the parent 532329',
    ],
    [
      'a code twice',
      'code,name,level,parent\n532329,武定县,county,5323\n532329,武定县,county,5323',
      'line 3: expected every code once',
    ],
  ])('is refused with the line and what was expected: %s', (_what, text, message) => {
    expect(() => parseDivisions(text)).toThrow(message)
  })
})

describe('the story', () => {
  let storage: Storage
  let runtime: Runtime
  let refused: readonly unknown[]
  const get = (name: string, key: string) => runtime.read(name).get(key, { today: lastDay })

  beforeAll(async () => {
    storage = openMemory()
    const report = await play(storage, story({ divisions: parseDivisions(csv), trainees: 120, households: 60 }))
    refused = report.refused
    await rebuild(domain, storage)
    runtime = createRuntime(domain, storage)
  })
  afterAll(() => storage.close())

  it('is never refused by a rule', () => expect(refused).toEqual([]))

  it('keeps to the published figures of the base', async () => {
    expect(await get('facilityUse', 'base:chadian')).toMatchObject({ areaMu: 25, commissionedOn: '2018-03-27' })
    const { tasks } = (await get('fiveTasks', 'chadian')) as {
      tasks: { task: string; figures: { label: { en: string }; value: unknown; certainty?: string }[] }[]
    }
    const figure = (label: string) => tasks.flatMap(({ figures }) => figures).find((one) => one.label.en === label)
    expect(figure('Contributions')).toMatchObject({ value: 2_600_000, certainty: 'atLeast' })
    expect(figure('Beds')).toMatchObject({ value: 50, certainty: 'atLeast' })
    expect(figure('Seats')).toMatchObject({ value: 120 })
    expect(figure('Practice points (1+N)')).toMatchObject({ value: 3 })
    expect(figure('Zones in use')).toMatchObject({ value: 4 })
  })

  it('keeps to the published figures of poverty', async () => {
    const township = (await get('povertyIncidence', '532329104')) as { series: unknown[] }
    expect(township).toMatchObject({
      series: [
        { on: '2013-12-31', dateCertainty: 'year', source: 'derivedFromRate', incidence: { rate: 0.47 } },
        { on: '2018-06-11', dateCertainty: 'noLaterThan', source: 'derivedFromRate', incidence: { rate: 0.26 } },
      ],
    })
    expect(township).toMatchObject({ parts: { registered: 12, statuses: { poor: 4, deeplyPoor: 8 } } })
  })

  it('begins with fifty secretaries for three days', async () => {
    expect(await get('batchRegister', 'chadian-batch-1')).toMatchObject({
      startsOn: '2018-03-27',
      endsOn: '2018-03-29',
    })
    const funnel = (await get('journeyFunnel', 'category:villageCadre')) as { reached: Record<string, number> }
    expect(funnel.reached.nominated).toBe(50)
  })

  it('reaches mentoring and exits from poverty', async () => {
    const network = (await get('mentoringNetwork', 'base:chadian')) as { signed: number; exited: { people: number } }
    expect(network.signed).toBeGreaterThan(0)
    expect(network.exited.people).toBeGreaterThan(0)
  })

  it('names nobody', async () => {
    for await (const batch of storage.events.readAll())
      for (const { data } of batch) expect(data).not.toMatch(/"personal":\{"(name|head)"/)
  })
})
