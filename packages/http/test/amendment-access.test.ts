// Who may annul and correct what over HTTP.
import { domain } from '@skein/core'
import { createRuntime, readEntries } from '@skein/engine'
import { beforeEach, describe, expect, it } from 'vitest'
import { roles } from '../src/index.js'
import { type Amending, startAmending } from './amending.js'
import { masterKey } from './fixture.js'
import { storageOfTwoCounties } from './two-counties.js'

let office: Amending
beforeEach(async () => {
  office = await startAmending()
})

describe('the access of corrections', () => {
  it.each(roles)('is that of the command of the entry, for %s', async (role) => {
    for (const [stream, type, allowed] of [
      ['base-base-1', 'RecordContribution', ['township', 'county']],
      ['base-base-1', 'OpenFacility', ['base', 'township']],
      ['journey-trainee-1', 'RequestCourses', ['base', 'township', 'village']],
      ['journey-trainee-1', 'SelectTrainee', ['township']],
    ] as const) {
      const sent = { stream, eventId: await office.entryOf(stream, type) }
      const isAllowed = allowed.some((one) => one === role)
      for (const kind of ['annul', 'correct'] as const) {
        const body = kind === 'annul' ? sent : { ...sent, data: { on: '2018-01-11' } }
        const { status } = await office.amend(kind, role, body, { query: '?dryRun=true' })
        expect([type, kind, isAllowed ? [200, 422].includes(status) : status === 403]).toEqual([type, kind, true])
      }
    }
  })

  it('is refused alike for a stream of another division and one that does not exist', async () => {
    office = await startAmending(await storageOfTwoCounties())
    const eventId = await office.entryOf('base-base-1-other', 'RecordContribution')
    const headers = { 'X-Request-Id': 'the-same-id' }
    for (const kind of ['annul', 'correct'] as const) {
      const [foreign, absent] = await Promise.all(
        ['base-base-1-other', 'base-nowhere'].map((stream) =>
          office.amend(kind, 'township', { stream, eventId, ...(kind === 'correct' && { data: {} }) }, { headers }),
        ),
      )
      expect([foreign?.status, foreign?.body]).toEqual([403, absent?.body])
    }
  })

  it('is refused alike for data that refers to another division, and to what does not exist', async () => {
    office = await startAmending(await storageOfTwoCounties())
    const cases = [
      ['journey-trainee-1', 'NominateCandidate', 'divisionCode', '532330104207', '532331104207'],
      ['household-household-1', 'RegisterHousehold', 'baseId', 'base-1-other', 'base-absent'],
      ['agreement-agreement-1', 'PlaceHousehold', 'householdId', 'household-1-other', 'household-absent'],
    ] as const
    const headers = { 'X-Request-Id': 'the-same-id' }
    for (const [stream, type, field, foreignValue, absentValue] of cases) {
      const eventId = await office.entryOf(stream, type)
      const [foreign, absent] = await Promise.all(
        [foreignValue, absentValue].map((value) =>
          office.amend('correct', 'township', { stream, eventId, data: { [field]: value } }, { headers }),
        ),
      )
      expect([type, foreign?.status, foreign?.body]).toEqual([type, 403, absent?.body])
    }
  })

  it('extends to every entry that is taken along', async () => {
    const runtime = createRuntime(domain, office.storage, { masterKey })
    const enter = async (type: string, data: object) =>
      // sound: commands of the domain
      runtime.dispatch({ type, data } as never, { commandId: `${type}-new`, actor: 'x' })
    await enter('NominateCandidate', {
      traineeId: 'new',
      baseId: 'base-1',
      divisionCode: '532329104207',
      category: 'villager',
      partyMember: false,
      willing: true,
      potential: ['growing'],
      needs: ['skills'],
      by: { role: 'villageBranch', id: 'branch-7' },
      lawfulBasis: 'consent',
      personal: { name: 'made up' },
      on: '2018-01-06',
    })
    await enter('ReviewEligibility', {
      traineeId: 'new',
      passed: true,
      findings: [],
      by: { role: 'townshipParty', id: 'office-3' },
      on: '2018-01-08',
    })
    const sent = {
      stream: 'journey-new',
      eventId: await office.entryOf('journey-new', 'NominateCandidate'),
      withDependents: true,
    }
    const before = await office.eventCount()
    // a village may nominate, but not review
    const village = await office.amend('annul', 'village', sent)
    expect([village.status, village.body.type, await office.eventCount()]).toEqual([403, '/problems/forbidden', before])
    expect(village.body.detail).toMatch(
      /^The entry \S+ \(ReviewEligibility\) would be annulled too, and your role may not/,
    )
    const chinese = await office.amend('annul', 'village', sent, { headers: { 'Accept-Language': 'zh' } })
    expect(chinese.body.detail).toMatch(/^登记项 \S+\(ReviewEligibility\)将一并撤销,而您的角色无权撤销该项。$/)
    const planned = await office.amend('annul', 'township', sent, { query: '?dryRun=true' })
    expect(planned.body.consequences).toMatchObject([{ type: 'EntryAnnulled' }, { data: { reason: 'dependent' } }])
    expect((await office.amend('annul', 'township', sent)).status).toBe(200)
    expect(
      (await readEntries({ domain, storage: office.storage }, 'journey-new')).filter(
        ({ annulled, command }) => command && !annulled,
      ),
    ).toEqual([])
  })
})
