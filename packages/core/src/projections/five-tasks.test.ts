import { day, type ReadModels } from '@skein/kernel'
import { describe, expect, test } from 'vitest'
import { type EventInput, entriesOf, foldProjection } from '../../test/fold-projection.js'
import { funded, grown, journey, nominated, tookPost, trained } from '../../test/sample-journeys.js'
import { batchRegister } from './batch-register.js'
import { cadrePipeline } from './cadre-pipeline.js'
import { facilityUse } from './facility-use.js'
import { facultyPool } from './faculty-pool.js'
import { fiveTasks } from './five-tasks.js'
import { leadHouseholds } from './lead-households.js'
import { mentoringNetwork } from './mentoring-network.js'
import { menuBoard } from './menu-board.js'
import { povertyIncidence } from './poverty-incidence.js'
import { rotationCoverage } from './rotation-coverage.js'
import { supportLedger } from './support-ledger.js'

type Log = ReturnType<typeof entriesOf>

const today = day('2019-12-31')

/** The read models after these events. */
const readingOf = (log: Log): ReadModels => {
  const options = { today }
  const models = new Map<string, ReadonlyMap<string, unknown>>([
    ['batchRegister', foldProjection(batchRegister, log, options)],
    ['cadrePipeline', foldProjection(cadrePipeline, log, options)],
    ['facilityUse', foldProjection(facilityUse, log, options)],
    ['facultyPool', foldProjection(facultyPool, log, options)],
    ['leadHouseholds', foldProjection(leadHouseholds, log, options)],
    ['mentoringNetwork', foldProjection(mentoringNetwork, log, options)],
    ['menuBoard', foldProjection(menuBoard, log, options)],
    ['povertyIncidence', foldProjection(povertyIncidence, log, options)],
    ['rotationCoverage', foldProjection(rotationCoverage, log, options)],
    ['supportLedger', foldProjection(supportLedger, log, options)],
  ])
  const docsOf = (name: string) => {
    const docs = models.get(name)
    if (docs === undefined) throw new Error(`no read model ${name}`)
    return docs
  }
  return {
    today,
    get: async (name, key) => docsOf(name).get(key),
    async *list(name, prefix) {
      for (const [key, doc] of docsOf(name)) if (key.startsWith(prefix)) yield { key, doc }
    },
  }
}

const founded = (baseId: string): EventInput => ({
  type: 'BaseFounded',
  data: { baseId, divisionCode: '532329102', name: `the base ${baseId}`, areaMu: 25, on: '2017-10-01' },
})
const classroom: EventInput = {
  type: 'FacilityOpened',
  data: {
    placeId: 'classroom',
    zone: 'teaching',
    kind: 'classroom',
    name: 'classroom',
    seats: 120,
    certainty: 'exact',
    on: '2018-03-01',
  },
}
const contributed: EventInput = {
  type: 'ContributionRecorded',
  data: { level: 'unspecified', amountFen: 260_000_000, certainty: 'atLeast', reference: 'total', on: '2017-11-01' },
}
const planned = (batchId: string, baseId: string): EventInput => ({
  type: 'BatchPlanned',
  data: {
    batchId,
    baseId,
    title: batchId,
    audience: ['villager'],
    seats: 50,
    startsOn: '2018-03-27',
    endsOn: '2018-03-29',
    on: '2018-03-01',
  },
})
const closed: EventInput = {
  type: 'BatchClosed',
  data: {
    results: [
      { traineeId: 't1', attendance: 1, hours: 24, completed: true },
      { traineeId: 't2', attendance: 0, hours: 0, completed: false, reason: 'attendance' },
    ],
    on: '2018-03-29',
  },
}

const log: Log = [
  ...entriesOf('base-b1', founded('b1'), contributed, classroom, {
    type: 'PlaqueHung',
    data: { name: 'party school', on: '2018-03-27' },
  }),
  ...entriesOf('base-b2', founded('b2')),
  ...entriesOf(
    'division-532329102',
    { type: 'DivisionRegistered', data: { code: '532329102', level: 'township', name: 'Chadian', on: '2013-01-01' } },
    {
      type: 'PovertyCounted',
      data: {
        population: 24_000,
        poorPeople: 6_240,
        source: 'derivedFromRate',
        dateCertainty: 'noLaterThan',
        on: '2018-06-11',
      },
    },
  ),
  ...entriesOf(
    'division-532329102001',
    {
      type: 'DivisionRegistered',
      data: { code: '532329102001', level: 'village', name: 'Natu', parent: '532329102', on: '2013-01-01' },
    },
    { type: 'DivisionClassified', data: { status: 'deeplyPoor', on: '2018-01-01' } },
  ),
  ...entriesOf('batch-k1', planned('k1', 'b1'), closed),
  ...entriesOf('batch-k2', planned('k2', 'b2'), closed),
  ...journey(
    't1',
    nominated('t1', { partyMember: true }),
    trained('2018-03-29'),
    { type: 'LeadCandidateListed', data: { industry: 'morels', conditions: ['land'], on: '2018-04-01' } },
    funded(3_000_000, '2018-05-01'),
    grown('morels', 8, '2018-08-01'),
    { type: 'LeadHouseholdRecognised', data: { industry: 'morels', on: '2018-09-01' } },
    tookPost('director', '2018-10-01'),
  ),
]

const report = async (baseId: string, reading = readingOf(log)) => {
  const doc = await fiveTasks.compose(baseId, reading)
  return doc && fiveTasks.schema.parse(doc)
}
const figuresOf = async (baseId: string) => {
  const doc = await report(baseId)
  return new Map(doc?.tasks.flatMap(({ figures }) => figures.map((figure) => [figure.label.zh, figure] as const)))
}

describe('fiveTasks', () => {
  test('has one block for each task, in the order and words of the programme', async () => {
    const doc = await report('b1')
    expect(doc?.tasks.map(({ title }) => title.zh)).toEqual(['建基地', '育能人', '扶大户', '带群众', '强组织'])
  })

  test('gives the certainty of a lower bound and of a rough date', async () => {
    const figures = await figuresOf('b1')
    expect(figures.get('配套资金')).toEqual({
      label: { en: 'Contributions', zh: '配套资金' },
      value: 2_600_000,
      unit: { en: 'yuan', zh: '元' },
      certainty: 'atLeast',
      source: 'supportLedger/b1',
    })
    expect(figures.get('贫困发生率')).toMatchObject({
      value: 0.26,
      certainty: 'about',
      rate: { numerator: 6_240, denominator: 24_000 },
      asOf: { on: '2018-06-11', certainty: 'noLaterThan' },
      source: 'povertyIncidence/532329102',
    })
  })

  test('has only the figures of its base', async () => {
    const figures = await figuresOf('b1')
    expect(figures.get('已培训人数')?.value).toBe(1)
    expect(figures.get('已结业培训班')?.value).toBe(1)
    expect(figures.get('结业率')?.rate).toEqual({ numerator: 1, denominator: 2, rate: 0.5 })
    expect(figures.get('已认定大户')?.value).toBe(1)
    expect(figures.get('资金扶持')?.value).toBe(30_000)
    expect(figures.get('尚未退出的贫困村')?.value).toBe(1)
    expect(figures.get('其中深度贫困村')?.value).toBe(1)
    expect(figures.get('加挂党校牌子')?.value).toBe(1)
    expect(figures.get('任职满12个月仍在岗率')?.rate).toEqual({ numerator: 1, denominator: 1, rate: 1 })
    expect((await figuresOf('b2')).get('资金扶持')?.value).toBe(0)
  })

  test('names an existing source and a unique label in both languages for every figure', async () => {
    const reading = readingOf(log)
    const doc = await report('b1', reading)
    const figures = doc?.tasks.flatMap((task) => task.figures) ?? []
    expect(new Set(figures.map(({ label }) => label.en)).size).toBe(figures.length)
    expect(new Set(figures.map(({ label }) => label.zh)).size).toBe(figures.length)
    for (const { source, value, rate } of figures) {
      const slash = source.indexOf('/')
      const [name, key] = [source.slice(0, slash), source.slice(slash + 1)]
      if (rate !== undefined) expect(value).toBe(rate.rate)
      if (key.endsWith('*')) await reading.list(name, key.slice(0, -1))[Symbol.asyncIterator]().next()
      else if (value !== null && value !== 0) expect(await reading.get(name, key), source).toBeDefined()
    }
  })

  test('has the bases as keys, and no report for any other key', async () => {
    const keys: string[] = []
    for await (const key of fiveTasks.keys(readingOf(log))) keys.push(key)
    expect(keys).toEqual(['b1', 'b2'])
    expect(await report('b3')).toBeUndefined()
  })
})
