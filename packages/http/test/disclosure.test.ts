// What answers tell of other divisions: nothing.
import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleCommands, type HttpApi } from '../src/index.js'
import { request, setUp, tokenOf } from './fixture.js'
import { storageOfTwoCounties } from './two-counties.js'

const village = '532329104207'
const otherVillage = '532329104208'

let storage: Storage
let api: HttpApi
let settle: () => Promise<void>
let county: string
let township: string
const villages = new Map<string, string>()
beforeAll(async () => {
  storage = await storageOfTwoCounties()
  const { api: running, runtime } = setUp({}, storage)
  api = running
  settle = () => runtime.settle()
  county = await tokenOf('county', '532329')
  township = await tokenOf('township', '532329104')
  for (const code of [village, otherVillage]) villages.set(code, await tokenOf('village', code))
  await request(api, '/v1/commands/RegisterDivision', {
    token: county,
    body: { code: otherVillage, level: 'village', name: 'x', parent: '532329104', on: '2017-01-01' },
  })
}, 60_000)

const dataOf = (type: string) => ({ ...exampleCommands.find((step) => step.type === type)?.data })
const send = async (type: string, token: string | undefined, body: object, dryRun = false) => {
  const response = await request(api, `/v1/commands/${type}?dryRun=${dryRun}`, {
    body,
    ...(token === undefined ? {} : { token }),
  })
  // boundary: what the API answers; each field is asserted by its test
  return {
    status: response.status,
    body: (await response.json()) as { readonly rule?: string; readonly evidence?: object },
  }
}
const nomination = (traineeId: string, divisionCode: string, changes: object = {}) => ({
  ...dataOf('NominateCandidate'),
  traineeId,
  divisionCode,
  personal: { name: 'made up', idNumber: '530102199001011234' },
  ...changes,
})

describe('evidence', () => {
  it('does not name a person of another village whose ID number is the same', async () => {
    expect((await send('NominateCandidate', villages.get(village), nomination('known', village))).status).toBe(200)
    for (const dryRun of [true, false]) {
      const { status, body } = await send(
        'NominateCandidate',
        villages.get(otherVillage),
        nomination('new', otherVillage),
        dryRun,
      )
      expect([status, body.rule, body.evidence]).toEqual([422, 'S3', { alreadyKnownAs: null }])
    }
    // the township works with both
    const { body } = await send('NominateCandidate', township, nomination('new', otherVillage))
    expect(body.evidence).toEqual({ alreadyKnownAs: 'journey-known' })
  })

  it('does not come from another base at all: neither its people nor its number are looked up', async () => {
    const body = nomination('new', village, { baseId: 'base-1-other' })
    for (const [token, dryRun] of [
      [villages.get(village), true],
      [township, true],
      [township, false],
    ] as const)
      expect((await send('NominateCandidate', token, body, dryRun)).status).toBe(403)
  })
})

describe('a place', () => {
  const open = (placeId: string) => ({ ...dataOf('OpenFacility'), placeId, on: '2019-01-01' })
  const timeline = async () => {
    const otherTownship = await tokenOf('township', '532330104')
    const response = await request(api, '/v1/projections/facilityUse/classroom-1-other', { token: otherTownship })
    return [response.status, await response.text()]
  }

  it('of another base cannot be opened, and its document stays as it is', async () => {
    const before = await timeline()
    expect(before[0]).toBe(200)
    expect((await send('OpenFacility', township, open('classroom-1-other'))).status).toBe(403)
    // a county that covers both is told by the rule
    const everywhere = await tokenOf('county', '*')
    expect((await send('FoundBase', everywhere, { ...dataOf('FoundBase'), baseId: 'base-2' })).status).toBe(200)
    await settle()
    expect(await timeline()).toEqual(before)
  })

  it('is the one base that opened it, from its opening, before anything is booked there', async () => {
    expect((await send('OpenFacility', township, open('new-room'))).status).toBe(200)
    const other = await tokenOf('township', '532330104')
    const openThere = { ...open('new-room'), baseId: 'base-1-other' }
    expect((await send('OpenFacility', other, openThere)).status).toBe(403)
    expect((await send('OpenFacility', other, openThere, true)).status).toBe(403)
    const session = { ...dataOf('ScheduleSession'), batchId: 'batch-2', placeId: 'new-room', requestedBy: [] }
    // within the division, so that the rules decide
    expect((await send('ScheduleSession', township, session, true)).status).toBe(422)
  })

  it('of another base of the same township is refused by a rule, which does not name the base', async () => {
    expect(await send('OpenFacility', township, { ...open('classroom-1'), baseId: 'base-2' })).toMatchObject({
      status: 422,
      body: { rule: 'G7', evidence: { placeId: 'classroom-1', alreadyUsed: true } },
    })
  })
})
