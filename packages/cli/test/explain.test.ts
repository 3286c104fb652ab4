import { rmSync } from 'node:fs'
import { openStorage } from '@skein/cli'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Result, resultOf, runMain, temporaryFolder } from './skein.js'
import { copyStore, simulatedStore, storeUrl } from './stores.js'

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
