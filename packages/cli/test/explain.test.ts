import { rmSync } from 'node:fs'
import { openStorage } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Result, resultOf, runMain, temporaryFolder } from './skein.js'
import { copyStore, lastEvent, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
let path: string

beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db', ['--trainees', '60', '--months', '14', '--seed', '7'])
}, 60_000)
afterAll(remove)

const baseId = 'base-532329101'
const otherKey = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
const explain = (command: unknown, ...args: readonly string[]): Promise<Result> =>
  runMain(['explain', '-', '--store', storeUrl(path), ...args], { input: JSON.stringify(command) })

/** An agreement whose mentor is below the scale threshold, and never reached it. */
const agreementBelowThreshold = async (): Promise<unknown> => {
  const storage = await openStorage(storeUrl(path), { access: 'read' })
  const scales = new Map<string, { quantity: number; threshold: number; industry: string }>()
  for await (const batch of storage.events.readAll({ types: ['ScaleRecorded', 'ScaleThresholdReached'] }))
    for (const { stream, type, data } of batch)
      if (type === 'ScaleRecorded') scales.set(stream, JSON.parse(data))
      else scales.set(stream, { quantity: 1, threshold: 0, industry: '' })
  await storage.close()
  const [stream, scale] = [...scales].find(([, { quantity, threshold }]) => quantity < threshold) ?? []
  const data = {
    agreementId: 'a1',
    baseId,
    mentorId: stream?.slice('journey-'.length),
    mode: 'leaderFarmers',
    partyOrganisation: 'branch-1',
    industry: scale?.industry,
    quotaPeople: 10,
    quotaHouseholds: 5,
    from: '2020-07-01',
    until: '2021-06-30',
    on: '2020-07-01',
  }
  return { type: 'SignAgreement', data }
}

describe('a rejected command', () => {
  it('is explained by the rule, its evidence and the policy version, in both languages', async () => {
    const command = await agreementBelowThreshold()
    const json = await explain(command, '--json')
    expect(json.code).toBe(3)
    const [result] = resultOf(json).results as readonly {
      rule: string
      evidence: { quantity: number; threshold: number }
    }[]
    expect(result).toMatchObject({ rule: 'M1', policyVersion: 2, outcome: 'refused' })
    const { quantity, threshold } = result?.evidence ?? { quantity: 0, threshold: 0 }
    expect(quantity).toBeLessThan(threshold)
    for (const [lang, words] of [
      ['en', ['rejected by rule M1', 'policy version: 2']],
      ['zh', ['规则 M1 拒绝', '政策版本:2']],
    ] as const) {
      const { code, stdout } = await explain(command, '--lang', lang)
      expect(code).toBe(3)
      for (const word of [...words, ` = ${quantity}`, ` = ${threshold}`]) expect(stdout).toContain(word)
    }
  })
})

describe('an accepted command', () => {
  it('is shown with its events, without encrypted values, and is not recorded', async () => {
    const data = {
      traineeId: 'explained',
      baseId,
      divisionCode: '532329101201',
      category: 'villager',
      partyMember: false,
      willing: true,
      potential: [],
      needs: ['skills'],
      by: { role: 'villageBranch', id: 'b' },
      lawfulBasis: 'consent',
      personal: { name: 'somebody-in-particular' },
      on: '2020-07-01',
    }
    const { code, stdout } = await explain({ type: 'NominateCandidate', data })
    expect(code).toBe(0)
    expect(stdout).toContain('CandidateNominated')
    expect(stdout).not.toMatch(/somebody-in-particular|"ciphertext":/)
    expect((await runMain(['journey', 'explained', '--store', storeUrl(path)])).code).toBe(1)
  })
})

describe('an invalid command', () => {
  it('is reported with the place and the code of every issue', async () => {
    const policy = { minAttendance: 1.2, passScore: 'high', nonsense: true }
    const data = { baseId, version: 2, effectiveFrom: '2020-06-31', policy, on: '2020-07-01' }
    const commands = [{ type: 'AdoptPolicy', data }, { type: 'Enrol', data: {} }, { type: 'Nothing' }, 7]
    const { code, stdout } = await explain({ commands })
    expect(code).toBe(2)
    for (const place of ['policy.minAttendance', 'policy.passScore', 'effectiveFrom'])
      expect(stdout).toMatch(new RegExp(`commands\\[0\\]\\.data\\.${place}: .*\\(\\w+\\)`))
    expect(stdout).toContain('nonsense')
    expect(stdout).toContain('(by_process)')
    expect(stdout).toContain('commands[2].type')
    expect(stdout).toContain('commands[3]')
  })

  it('is reported with the file, the place, and a known type that is similar', async () => {
    const explained = async (commands: unknown, lang = 'en') => (await explain({ commands }, '--lang', lang)).stdout
    const typo = [
      { type: 'SelectTrainee', data: {} },
      { type: 'SelctTrainee', data: {} },
    ]
    expect(await explained(typo)).toMatch(/^stdin commands\[1\]: SelctTrainee .*\n.*did you mean SelectTrainee\?/m)
    expect(await explained(typo, 'zh')).toContain('是否指 SelectTrainee?')
    expect(await explained([{ type: 'Nothing of the kind', data: {} }])).not.toContain('did you mean')
    expect(await explained([{ data: {} }])).toContain('it has no type')
  })

  it('is reported once for an unknown key', async () => {
    const data = { traineeId: 't', on: '2020-07-01', nonsense: 1 }
    for (const on of ['2020-07-01', '2020-07-32']) {
      const commands = [{ type: 'SelectTrainee', data: { ...data, on } }]
      const { stdout } = await explain({ commands }, '--lang', 'en')
      expect(stdout.match(/unrecognized_keys/g)).toHaveLength(1)
      expect(stdout).toContain('commands[0].data.nonsense: ')
    }
  })
})

describe('the master key', () => {
  const command = { type: 'SelectTrainee', data: { traineeId: 't', on: '2020-07-01' } }

  it('is required, and the message says how to give it', async () => {
    const keyless = copyStore(path, 'keyless.db')
    rmSync(`${keyless}.master-key`)
    const args = ['explain', '-', '--lang', 'en', '--store', storeUrl(keyless)]
    const { code, stderr } = await runMain(args, { input: JSON.stringify(command) })
    expect([code, stderr]).toEqual([2, expect.stringContaining('SKEIN_MASTER_KEY')])
    const other = await runMain(args, { env: otherKey, input: JSON.stringify(command) })
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^skein: [^\n]*another[^\n]*\n$/)])
  })
})

describe('a command about an earlier day', () => {
  it('is shown with all that it changes, in both languages', async () => {
    const reached = await lastEvent(path, 'ScaleThresholdReached')
    const { industry, unit, on } = JSON.parse(reached.data)
    const before = new Date(Date.parse(on) - 86_400_000).toISOString().slice(0, 10)
    const traineeId = reached.stream.slice('journey-'.length)
    const command = { type: 'RecordScale', data: { traineeId, industry, quantity: 100_000, unit, on: before } }
    for (const [lang, words] of [
      ['en', ['as it is for an earlier day', '└─ computed again', 'affected: 1 trainee (']],
      ['zh', ['较早的日期', '└─ 重新计算', '1 名学员']],
    ] as const) {
      const { code, stdout } = await explain(command, '--lang', lang)
      expect(code).toBe(0)
      for (const word of words) expect(stdout).toContain(word)
    }
    const [result] = resultOf(await explain(command, '--json')).results as readonly object[]
    expect(result).toMatchObject({
      outcome: 'accepted',
      events: [{ type: 'ScaleRecorded' }, { type: 'ScaleThresholdReached' }],
      plan: { streams: [{ stream: reached.stream, entries: [{ kind: 'entered' }, { kind: 'recomputed' }] }] },
    })
  })

  it('that is refused for what is recorded later is shown with all that is in the way', async () => {
    const placed = await lastEvent(path, 'HouseholdPlaced')
    const agreementId = placed.stream.slice('agreement-'.length)
    const command = { type: 'TerminateAgreement', data: { agreementId, reason: 'moved', on: '2019-01-05' } }
    for (const [lang, words] of [
      ['en', ['rule G8', 'HouseholdPlaced (', 'Correct or annul the entries in the way first']],
      ['zh', ['规则 G8', 'HouseholdPlaced (', '请先更正或撤销相冲突的登记项']],
    ] as const) {
      const { code, stdout } = await explain(command, '--lang', lang)
      expect(code).toBe(3)
      for (const word of words) expect(stdout).toContain(word)
    }
  })
})
