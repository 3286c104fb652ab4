// Entries annulled and corrected on the command line.
import type { StoredEvent } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, copyStore, lastEvent, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
let path: string
let income: StoredEvent
beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db', ['--trainees', '30', '--months', '10', '--seed', '7'])
  income = await lastEvent(path, 'IncomeRecorded')
}, 60_000)
afterAll(remove)

const why = ['--reason', 'typing error', '--by', 'accountant:a3']
let copies = 0
/** A copy of the store, and commands on it. */
const ownCopy = () => {
  copies += 1
  const copy = copyStore(path, `copy-${copies}.db`)
  return { copy, call: callOn(copy) }
}

interface Result {
  readonly ok: boolean
  readonly rule?: string
  readonly evidence?: object
  readonly revision?: number
  readonly plan?: {
    readonly streams: readonly { readonly stream: string; readonly entries: readonly { kind: string }[] }[]
  }
}
// sound: each field is asserted by its test
const resultIn = (output: { readonly stdout: string }) => resultOf(output) as unknown as Result

describe('skein correct', () => {
  it('with --dry-run shows the plan as a tree, in both languages, and records nothing', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId, revision } = income
    for (const [lang, words] of [
      [
        'en',
        [
          'This would change (nothing was recorded):',
          '└─ corrected 2019-01-10 IncomeRecorded',
          'perCapitaFen: 26.00',
          '1 stream, 1 entry, 0 contradictions',
          'affected: 1 household (',
        ],
      ],
      ['zh', ['未作登记', '└─ 更正 2019-01-10', '共 1 个流、1 项登记、0 处抵触', '1 户']],
    ] as const) {
      const { code, stdout } = await call(
        'correct',
        stream,
        eventId,
        'perCapitaFen=2600',
        ...why,
        '--dry-run',
        '--lang',
        lang,
      )
      expect(code).toBe(0)
      expect(stdout).toContain(stream)
      expect(stdout).toContain(`(${lang === 'en' ? 'revision' : '版本'} ${revision})`)
      for (const word of words) expect(stdout).toContain(word)
    }
    expect(await lastEvent(copy, 'IncomeRecorded')).toEqual(income)
  })

  it('puts the entry right, named by an event or by its revision', async () => {
    for (const event of [income.eventId, String(income.revision)]) {
      const { copy, call } = ownCopy()
      const { code, stdout } = await call('correct', income.stream, event, 'perCapitaFen=2600', ...why, '--lang', 'en')
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^Recorded:\n/)])
      expect(JSON.parse((await lastEvent(copy, 'IncomeRecorded')).data)).toMatchObject({ perCapitaFen: 2600 })
      expect((await call('verify')).code).toBe(0)
      expect((await call('check')).code).toBe(0)
    }
  })

  it('gives the plan as JSON', async () => {
    const { call } = ownCopy()
    const { stream, eventId } = income
    const result = resultIn(await call('correct', stream, eventId, 'perCapitaFen=2600', ...why, '--json'))
    expect(result).toMatchObject({
      ok: true,
      dryRun: false,
      stream,
      plan: {
        streams: [
          {
            stream,
            entries: [
              { kind: 'entered', about: { eventId, revision: income.revision }, changed: { perCapitaFen: 2600 } },
            ],
          },
        ],
        contradictions: [],
        affected: [stream],
      },
    })
  })

  it('shows what it changes in other streams, and of a closing that is computed again only the results that change', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId } = await lastEvent(copy, 'AssessmentRecorded')
    const { stdout } = await call('correct', stream, eventId, 'score=1', ...why, '--dry-run', '--lang', 'en')
    const line = stdout.split('\n').find((one) => one.includes('BatchClosed')) ?? ''
    expect(line).toMatch(/^└─ computed again \S+ BatchClosed \(revision \d+\): results: [^,]*lowScore[^,]*$/)
    expect(stdout).toMatch(
      /\njourney-(\S+)\n├─ annulled 2018-05-01 TrainingCompleted .*\n└─ follows 2018-05-01 TrainingNotCompleted \(by the process graduation\)/,
    )
    expect(stdout).toMatch(/\n2 streams, 4 entries, 0 contradictions\naffected: 1 batch \(\S+\), 1 trainee \(\S+\)\n$/)
  })

  it('is shown by the journeys that it reaches, with the reason of each change', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId, data } = await lastEvent(copy, 'AssessmentRecorded')
    const { traineeId } = JSON.parse(data)
    await call('correct', stream, eventId, 'score=1', ...why)
    const { stdout } = await call('journey', traineeId, '--lang', 'en')
    expect(stdout).toMatch(/training completed +\[annulled by engine at 20\S+: no longer possible .* \(T9\)\]/)
    expect(stdout).toMatch(/training not completed .*lowScore/)
    const json = await call('journey', traineeId, '--json')
    expect(JSON.parse(json.stdout).steps.filter((step: { annulled?: object }) => step.annulled)).toMatchObject([
      { event: 'TrainingCompleted', annulled: { reason: 'refused', rule: 'T9', at: expect.stringMatching(/^20/) } },
    ])
  })

  it('records what it showed, in all streams', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId } = await lastEvent(copy, 'AssessmentRecorded')
    const correct = ['correct', stream, eventId, 'score=1', ...why, '--json']
    const planned = resultIn(await call(...correct, '--dry-run'))
    expect(resultIn(await call(...correct)).plan).toEqual({ ...planned.plan, streams: expect.anything() })
    const [, journey] = planned.plan?.streams ?? []
    const { type } = await lastEvent(copy, 'TrainingNotCompleted')
    expect([journey?.entries.map(({ kind }) => kind), type]).toEqual([['annulled', 'sent'], 'TrainingNotCompleted'])
    expect((await call('check')).code).toBe(0)
  })

  it('that reaches more streams than --limit is refused with their number, and raises it', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId } = await lastEvent(copy, 'BatchClosed')
    const annul = ['annul', stream, eventId, ...why, '--dry-run']
    const refused = await call(...annul, '--limit', '3', '--lang', 'en')
    expect([refused.code, refused.stdout]).toEqual([
      3,
      expect.stringMatching(
        /It would reach more than 3 streams \(\d+ when planning stopped\); nothing was recorded\. Raise --limit/,
      ),
    ])
    expect((await call(...annul, '--limit', '3', '--lang', 'zh')).stdout).toMatch(/超过 3 个.*请调高 --limit/)
    expect(resultIn(await call(...annul, '--limit', '3', '--json'))).toMatchObject({
      ok: false,
      rule: 'G11',
      evidence: { limit: 3, streams: expect.any(Number) },
    })
    expect((await call(...annul, '--limit', '300')).code).toBe(0)
  })

  it('of the same entry by two people at once is recorded once; the other one is refused, saying by whom and when', async () => {
    const { call } = ownCopy()
    const { stream, eventId } = income
    const results = await Promise.all(
      ['clerk-1', 'clerk-2'].map((actor, n) =>
        call('correct', stream, eventId, `perCapitaFen=${n}`, ...why, '--actor', actor, '--lang', 'en'),
      ),
    )
    expect(results.map(({ code }) => code).sort()).toEqual([0, 3])
    const winner = results.findIndex(({ code }) => code === 0)
    expect(results[1 - winner]?.stdout).toMatch(
      new RegExp(`G9.*\n.*annulled by clerk-${winner + 1} at 20\\S+ \\(typing error\\)\\. \\S+ took its place`),
    )
  })

  it('changes a part of an object, and leaves the rest of it', async () => {
    const { copy, call } = ownCopy()
    const { stream, eventId, data } = await lastEvent(copy, 'PolicyAdopted')
    const { policy } = JSON.parse(data)
    const { code } = await call('correct', stream, eventId, 'policy.visitEveryDays=45', ...why)
    expect([code, JSON.parse((await lastEvent(copy, 'PolicyAdopted')).data).policy]).toEqual([
      0,
      { ...policy, visitEveryDays: 45 },
    ])
    const [nominated, personal] = ['0', 'personal.phone=1']
    const journey = (await lastEvent(copy, 'CandidateNominated')).stream
    const encrypted = await call('correct', journey, nominated, personal, ...why, '--lang', 'en')
    expect([encrypted.code, encrypted.stderr]).toEqual([2, expect.stringContaining('or it is encrypted')])
  })

  it('reads values as the field takes them, and removes a field without a value', async () => {
    const { copy, call } = ownCopy()
    const scale = await lastEvent(copy, 'ScaleRecorded')
    expect((await call('correct', scale.stream, scale.eventId, 'quantity=3', 'annualIncomeFen=', ...why)).code).toBe(0)
    const { annualIncomeFen, quantity } = JSON.parse((await lastEvent(copy, 'ScaleRecorded')).data)
    expect([annualIncomeFen, quantity]).toEqual([undefined, 3])
  })
})

describe('skein annul', () => {
  it('takes an entry back; the journey shows that, with the reason, the sender and the time', async () => {
    const { copy, call } = ownCopy()
    const scale = await lastEvent(copy, 'ScaleRecorded')
    expect((await call('annul', scale.stream, scale.eventId, ...why, '--actor', 'clerk-7')).code).toBe(0)
    const journey = (lang: string) => call('journey', scale.stream.slice('journey-'.length), '--lang', lang)
    expect((await journey('en')).stdout).toMatch(
      /scale recorded +\[annulled by clerk-7 at 20\S+: typing error; decided by accountant a3\]/,
    )
    expect((await journey('zh')).stdout).toMatch(
      /登记规模 +\[已由 clerk-7 于 20\S+ 撤销:typing error;决定者:accountant a3\]/,
    )
  })

  it('a second time is refused, with the sender, the time and the reason of the first one', async () => {
    const { call } = ownCopy()
    const { stream, eventId } = income
    await call('annul', stream, eventId, ...why)
    const en = await call('annul', stream, eventId, ...why, '--lang', 'en')
    expect([en.code, en.stdout]).toEqual([
      3,
      expect.stringMatching(/G9.*\n.*annulled by a3 at 20\S+ \(typing error\)\. To let it stand again, annul /),
    ])
    const zh = await call('annul', stream, eventId, ...why, '--lang', 'zh')
    expect(zh.stdout).toMatch(/已由 a3 于 20\S+ 撤销\(typing error\)/)
    const json = resultIn(await call('annul', stream, eventId, ...why, '--json'))
    expect(json).toMatchObject({
      ok: false,
      outcome: 'refused',
      rule: 'G9',
      evidence: { annulled: true, annulledBy: 'a3' },
    })
  })

  it('of what a process entered names the root cause, which can be amended', async () => {
    const { copy, call } = ownCopy()
    const enrolled = await lastEvent(copy, 'TraineeEnrolled')
    const { code, stdout } = await call('annul', enrolled.stream, enrolled.eventId, ...why, '--lang', 'en')
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/process:\S+ entered it in reaction to batch-\S+@\d+\. .*\(event \S+\)/),
    ])
    const root = resultIn(await call('annul', enrolled.stream, enrolled.eventId, ...why, '--json')).evidence ?? {}
    const [stream = '', revision = ''] = String(Reflect.get(root, 'root')).split('@')
    expect([0, 3]).toContain((await call('annul', stream, revision, ...why, '--dry-run')).code)
  })

  it('that makes later entries impossible is refused with all of them, or takes them along', async () => {
    const { call } = ownCopy()
    const registered = ['annul', income.stream, '0', ...why, '--dry-run', '--lang', 'en']
    const refused = await call(...registered)
    expect([refused.code, refused.stdout]).toEqual([
      3,
      expect.stringMatching(
        /G8[^\n]*\n(├─ [^\n]*\n)*└─ [^\n]*\n {2}Correct or annul the entries in the way first[^\n]*--with-dependents/,
      ),
    ])
    const along = await call(...registered, '--with-dependents')
    expect([along.code, along.stdout]).toEqual([
      0,
      expect.stringMatching(/annulled 2019-01-10 IncomeRecorded .* annulled with the entry that it rests on/),
    ])
  })

  it('that makes entries of other streams impossible names their streams, with --with-dependents too', async () => {
    const { copy, call } = ownCopy()
    const seat = JSON.parse((await lastEvent(copy, 'SeatTaken')).data)
    const nominated = ['annul', `journey-${seat.traineeId}`, '0', ...why, '--dry-run', '--with-dependents']
    for (const [lang, remedy] of [
      ['en', 'Correct or annul the entries in the way first'],
      ['zh', '请先更正或撤销相冲突的登记项'],
    ] as const) {
      const { code, stdout } = await call(...nominated, '--lang', lang)
      expect([code, stdout]).toEqual([3, expect.stringMatching(/[├└]─ batch-\S+ 2018-\S+ SeatTaken \(/)])
      expect(stdout).toContain(remedy)
    }
  })
})

describe('bad input', () => {
  const { stream, eventId } = { stream: 'STREAM', eventId: 'EVENT' }
  const cases: readonly (readonly [args: readonly string[], code: number, words: readonly string[]])[] = [
    [['annul', stream, eventId, '--by', 'accountant:a3'], 2, ['--reason']],
    [['annul', stream, eventId, '--reason', 'x'.repeat(201), '--by', 'a:b'], 2, ['200']],
    [['annul', stream, eventId, '--reason', 'x'], 2, ['--by', 'accountant:a3']],
    [['annul', stream, eventId, '--reason', 'x', '--by', 'a3'], 2, ['"a3"', 'accountant:a3']],
    [['annul', stream, eventId, ...why, '--on', '2018-02-30'], 2, ['--on', '2018-02-30']],
    [['annul', stream], 2, ['EVENT', 'skein annul']],
    [['annul', 'household-nowhere', eventId, ...why], 1, ['household-nowhere', 'base.db']],
    [['annul', stream, 'nothing', ...why], 1, ['"nothing"', 'IncomeRecorded']],
    [['annul', stream, '999999', ...why], 1, ['"999999"', 'IncomeRecorded']],
    [['correct', stream, eventId, ...why], 2, ['amountFen=260000000']],
    [['correct', stream, eventId, 'amountFen', ...why], 2, ['"amountFen"', 'amountFen=260000000']],
    [['correct', stream, eventId, 'perCapitaFen=1', 'perCapitaFen=2', ...why], 2, ['"perCapitaFen"']],
    [
      ['correct', stream, eventId, 'perCapitaFn=1', ...why],
      2,
      ['RecordIncome', '"perCapitaFn"', 'perCapitaFen', 'year'],
    ],
    [['correct', stream, eventId, 'perCapitaFen=much', ...why], 2, ['data.perCapitaFen']],
    [['correct', stream, eventId, 'perCapitaFen.part=1', ...why], 2, ['"perCapitaFen.part"']],
    [['correct', stream, eventId, 'on=2018-01-01', 'on=2018-01-02', ...why], 2, ['"on"']],
    [['annul', 'base-532329101', eventId, ...why], 1, ['"base-532329101"', 'base-base-532329101']],
    [['correct', stream, eventId, 'perCapitaFen=', ...why], 2, ['data.perCapitaFen']],
    [['correct', stream, eventId, 'householdId=other', ...why], 2, ['data.householdId']],
    [['correct', stream, eventId, 'on=2018-02-30', ...why], 2, ['data.on']],
  ]

  describe.each(['en', 'zh'] as const)('in %s', (lang) => {
    it.each(cases)('skein %j', async (args, code, words) => {
      const named = args.map((word) => ({ STREAM: income.stream, EVENT: income.eventId })[word] ?? word)
      const result = await runMain([...named, '--store', storeUrl(path), '--lang', lang])
      expect([result.code, result.stdout]).toEqual([code, ''])
      expect(result.stderr).toMatch(/^skein: [^\n]+\n$/)
      for (const word of words) expect(result.stderr).toContain(word)
      expect(/\p{Script=Han}/u.test(result.stderr)).toBe(lang === 'zh')
    })

    it.each([
      ['the same again', ['SAME'], { en: /recorded already/, zh: /与已登记的相同/ }],
      [
        'a day to come',
        ['on=2999-01-01'],
        { en: /2999-01-01 lies in the future: today is \d{4}/, zh: /2999-01-01 尚未到来/ },
      ],
    ])('a correction to %s is refused by rule G9', async (_what, fields, text) => {
      const { perCapitaFen } = JSON.parse(income.data)
      const typed = fields.map((field) => (field === 'SAME' ? `perCapitaFen=${perCapitaFen}` : field))
      const args = ['correct', income.stream, income.eventId, ...typed, ...why]
      const result = await runMain([...args, '--store', storeUrl(path), '--lang', lang])
      expect([result.code, result.stdout]).toEqual([3, expect.stringMatching(text[lang])])
    })
  })
})
