// The whole way, as a user goes it: the demo, its report, a rebuild, an explanation, a flipped byte.
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredEvent } from '@skein/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { type Ended, resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
const db = join(folder, 'demo base.db')
const store = ['--store', `sqlite:${db}`]
const today = ['--today', '2020-06-30']
const call = (args: readonly string[], input = ''): Promise<Ended> => skein(args, { folder, input })
const reportBytes = async (): Promise<string> => (await call(['report', '--json', ...today, ...store])).stdout

let demo: Ended
let undisturbed: string
beforeAll(async () => {
  demo = await call(['demo', '--db', db])
  undisturbed = await reportBytes()
}, 120_000)
afterAll(remove)

/** Adds another database to the folder, equal to the first. */
const copied = (name: string): string => {
  for (const end of ['', '.keys', '.master-key']) copyFileSync(`${db}${end}`, join(folder, `${name}${end}`))
  return join(folder, name)
}

/** The event at some place in the streams that begin so. */
const someEvent = async (type: string): Promise<StoredEvent> => {
  const storage = await openStorage(`sqlite:${db}`, { access: 'read' })
  try {
    for await (const batch of storage.events.readAll({ types: [type] })) {
      const [, second] = batch
      if (second !== undefined) return second
    }
  } finally {
    await storage.close()
  }
  throw new Error(`the story has no two events ${type}`)
}

describe('demo', () => {
  it('prints the five tasks, each number with its source, and certainty where there is one', () => {
    expect(demo.code).toBe(0)
    for (const title of ['Build the base', 'Train able people', 'Back lead', 'Carry the poor', 'Strengthen'])
      expect(demo.stdout).toContain(title)
    expect(demo.stdout).toMatch(/Contributions +≥ 2,600,000 +yuan +supportLedger\//)
    expect(demo.stdout).toMatch(/≈ 26 % .*no later than 2018-06-11/)
    expect(demo.stdout).not.toMatch(/undefined|NaN|\[object/)
  })

  it('keeps its master key to itself', () => {
    const key = readFileSync(`${db}.master-key`, 'utf8').trim()
    expect(demo.stdout + demo.stderr).not.toContain(key)
    if (process.platform !== 'win32') expect(statSync(`${db}.master-key`).mode & 0o777).toBe(0o600)
  })

  it('prints three commands that work as they stand', async () => {
    const printed = [...demo.stdout.matchAll(/^ {2}npx skein (.*?) +# /gm)].map(([, args = '']) => args)
    expect(printed).toHaveLength(3)
    for (const args of printed) {
      // as a shell reads them: the database's name has a space in it
      const words = [...args.matchAll(/'([^']*)'|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')
      const { code, stdout } = await call(words)
      expect(code).toBe(0)
      expect(stdout.split('\n').length).toBeGreaterThan(10)
    }
  })

  it('run again, it changes nothing', async () => {
    const before = resultOf(await call(['status', '--json', ...store]))
    const again = await call(['demo', '--db', db, '--json'])
    expect(again.code).toBe(0)
    expect(`${JSON.stringify(resultOf(again).report)}\n`).toBe(undisturbed)
    const { events, head } = resultOf(await call(['status', '--json', ...store]))
    expect([events, head]).toEqual([before.events, before.head])
  })

  it('does not go on with another master key', async () => {
    const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const { code, stdout, stderr } = await skein(['demo', '--db', db], { folder, env })
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/^skein: [^\n]*another one[^\n]*\n$/)])
  })

  it('does not go into a database that holds another story', async () => {
    const { code, stderr } = await call(['demo', '--db', db, '--seed', '8'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/another log/)
  })
})

describe('report', () => {
  it('says that the read models are gone, and is byte for byte the same once they are told anew', async () => {
    const other = ['--store', `sqlite:${copied('without.db')}`]
    const storage = await openStorage(other[1] ?? '')
    for (const { id } of await storage.readModels.generations()) await storage.readModels.drop(id)
    await storage.close()

    const empty = await call(['report', ...today, ...other])
    expect(empty.code).toBe(1)
    expect(empty.stderr).toContain(`skein rebuild --all --store ${other[1]}`)

    const rebuilt = await call(['rebuild', '--all', '--json', ...other])
    const result = resultOf(rebuilt)
    expect(Object.keys(result)).toEqual(['ok', 'events', 'seconds', 'projections'])
    expect(result.ok).toBe(true)
    const { projections } = resultOf(await call(['status', '--json', ...other]))
    expect(result.projections).toEqual(
      (projections as { name: string; version: number; generations: { events: number; documents: number }[] }[]).map(
        ({ name, version, generations: [live] }) => ({
          name,
          version,
          events: live?.events,
          documents: live?.documents,
        }),
      ),
    )
    expect((await call(['report', '--json', ...today, ...other])).stdout).toBe(undisturbed)
  })

  it('finds read models in a store of their own', async () => {
    const apart = ['--read-models', `sqlite:${join(folder, 'apart.db')}`]
    expect((await call(['rebuild', '--all', ...store, ...apart])).code).toBe(0)
    expect((await call(['report', '--json', ...today, ...store, ...apart])).stdout).toBe(undisturbed)
  })

  it('of an earlier day is kept apart from today', async () => {
    const early = ['--store', `sqlite:${copied('early.db')}`]
    expect((await call(['rebuild', '--all', '--as-of', '2018-12-31', '--into', 'first-year', ...early])).code).toBe(0)
    const kept = await call(['report', '--json', '--today', '2018-12-31', '--kept', 'first-year', ...early])
    expect(kept.code).toBe(0)
    expect(kept.stdout).not.toBe(undisturbed)
    expect((await call(['report', '--json', ...today, ...early])).stdout).toBe(undisturbed)
  })

  it('knows which bases there are', async () => {
    const { code, stderr } = await call(['report', '--base', 'nowhere', ...store])
    expect([code, stderr]).toEqual([2, expect.stringContaining('chadian')])
  })
})

describe('explain', () => {
  const signing = async (): Promise<string> => {
    // somebody whose last record is below the threshold, and who never reached it
    const storage = await openStorage(`sqlite:${db}`, { access: 'read' })
    const scales = new Map<string, { quantity: number; threshold: number; industry: string }>()
    for await (const batch of storage.events.readAll({ types: ['ScaleRecorded', 'ScaleThresholdReached'] }))
      for (const { stream, type, data } of batch)
        if (type === 'ScaleRecorded') scales.set(stream, JSON.parse(data))
        else scales.set(stream, { quantity: 1, threshold: 0, industry: '' })
    await storage.close()
    const [stream, scale] = [...scales].find(([, { quantity, threshold }]) => quantity < threshold) ?? []
    const data = {
      agreementId: 'a1',
      baseId: 'chadian',
      mentorId: stream?.slice('journey-'.length),
      mode: 'leaderFarmers',
    }
    const terms = { partyOrganisation: 'branch-1', industry: scale?.industry, quotaPeople: 10, quotaHouseholds: 5 }
    const days = { from: '2020-07-01', until: '2021-06-30', on: '2020-07-01' }
    return JSON.stringify({ type: 'SignAgreement', data: { ...data, ...terms, ...days } })
  }

  it('names M1, its two numbers and the policy version, in both languages', async () => {
    const command = await signing()
    const json = await call(['explain', '-', '--json', ...store], command)
    expect(json.code).toBe(3)
    const [result] = resultOf(json).results as readonly {
      rule: string
      evidence: { quantity: number; threshold: number }
    }[]
    expect(result).toMatchObject({ rule: 'M1', policyVersion: 1, outcome: 'refused' })
    const { quantity, threshold } = result?.evidence ?? { quantity: 0, threshold: 0 }
    expect(quantity).toBeLessThan(threshold)
    for (const [lang, words] of [
      ['en', ['refused by rule M1', 'policy version: 1']],
      ['zh', ['规则 M1 拒绝', '政策版本:1']],
    ] as const) {
      const { code, stdout } = await call(['explain', '-', '--lang', lang, ...store], command)
      expect(code).toBe(3)
      for (const word of [...words, ` = ${quantity}`, ` = ${threshold}`]) expect(stdout).toContain(word)
    }
  })

  it('shows what would be recorded, sealed values hidden, and records nothing', async () => {
    const nomination = {
      type: 'NominateCandidate',
      data: {
        traineeId: 'explained',
        baseId: 'chadian',
        divisionCode: '532329104201',
        category: 'villager',
        partyMember: false,
        willing: true,
        potential: [],
        needs: ['skills'],
        by: { role: 'villageBranch', id: 'b' },
        lawfulBasis: 'consent',
        personal: { name: 'somebody-in-particular' },
        on: '2020-07-01',
      },
    }
    const { code, stdout } = await call(['explain', '-', ...store], JSON.stringify(nomination))
    expect(code).toBe(0)
    expect(stdout).toContain('CandidateNominated')
    expect(stdout).not.toMatch(/somebody-in-particular|"ciphertext":/)
    expect((await call(['journey', 'explained', ...store])).code).toBe(1)
  })

  it('tells every fault of a misshapen command with its place and code', async () => {
    const policy = { minAttendance: 1.2, passScore: 'high', nonsense: true }
    const data = { baseId: 'chadian', version: 2, effectiveFrom: '2020-06-31', policy, on: '2020-07-01' }
    const commands = [{ type: 'AdoptPolicy', data }, { type: 'Enrol', data: {} }, { type: 'Nothing' }, 7]
    const { code, stdout } = await call(['explain', '-', ...store], JSON.stringify({ commands }))
    expect(code).toBe(2)
    for (const place of ['policy.minAttendance', 'policy.passScore', 'effectiveFrom'])
      expect(stdout).toMatch(new RegExp(`commands\\[0\\]\\.data\\.${place}: .*\\(\\w+\\)`))
    expect(stdout).toContain('nonsense')
    expect(stdout).toContain('(by_process)')
    expect(stdout).toContain('commands[2].type')
    expect(stdout).toContain('commands[3]')
  })

  it('needs the master key, and says how to give it', async () => {
    const file = copied('keyless.db')
    rmSync(`${file}.master-key`)
    const command = '{"type":"SelectTrainee","data":{"traineeId":"t","on":"2020-07-01"}}'
    const { code, stderr } = await call(['explain', '-', '--store', `sqlite:${file}`], command)
    expect([code, stderr]).toEqual([2, expect.stringContaining('SKEIN_MASTER_KEY')])
    const wrong = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    const other = await skein(['explain', '-', '--store', `sqlite:${file}`], { folder, env: wrong, input: command })
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^skein: [^\n]*another[^\n]*\n$/)])
  })
})

describe('verify', () => {
  it('finds nothing in the story', async () => {
    const { code, stdout } = await call(['verify', '--json', ...store])
    expect(code).toBe(0)
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ ok: true, count: 0, findings: [] })
  })

  it('names stream and revision of a flipped byte', async () => {
    const { data, stream, revision } = await someEvent('CandidateNominated')
    const file = copied('flipped.db')
    const bytes = readFileSync(file)
    const at = bytes.indexOf(data)
    expect(at).toBeGreaterThan(0)
    const place = at + data.indexOf('"on":"20') + 9
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    writeFileSync(file, bytes)
    for (const lang of ['en', 'zh']) {
      const { code, stdout } = await call(['verify', '--lang', lang, '--store', `sqlite:${file}`])
      expect(code).toBe(3)
      expect(stdout).toMatch(new RegExp(`^${stream} \\S+ ${revision}:`, 'm'))
    }
    const asJson = resultOf(await call(['verify', '--json', '--store', `sqlite:${file}`]))
    expect(asJson).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([expect.objectContaining({ stream, revision })]),
    })
  })
})

describe('a file that is no base of ours', () => {
  it('cut in half, it is called damaged', async () => {
    const file = copied('cut.db')
    writeFileSync(file, readFileSync(file).subarray(0, 60_000))
    for (const args of [['report'], ['verify'], ['rebuild', '--all']]) {
      const { code, stdout, stderr } = await call([...args, '--store', `sqlite:${file}`])
      expect(code).toBe(1)
      expect(stdout).toBe('')
      expect(stderr).toMatch(/^skein: [^\n]*cut\.db[^\n]*damaged[^\n]*\n$/)
    }
  })

  it('without its keys, it says which file is missing, and makes none', async () => {
    const file = copied('lost.db')
    rmSync(`${file}.keys`)
    for (const args of [['report'], ['rebuild', '--all']]) {
      const { code, stderr } = await call([...args, '--store', `sqlite:${file}`])
      expect([code, stderr]).toEqual([1, expect.stringContaining('lost.db.keys')])
    }
    expect(existsSync(`${file}.keys`)).toBe(false)
  })
})
