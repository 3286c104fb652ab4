// What the commands of a bundle may refer to.
import { beforeAll, describe, expect, it } from 'vitest'
import { exampleCommands } from '../src/index.js'
import { eventCount, kindsOf, post, type Sent } from './bundles.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { storageOfTwoCounties } from './two-counties.js'

let township: string
let village: string
beforeAll(async () => {
  township = await tokenOf('township', '532329104')
  village = await tokenOf('village', '532329104207')
})

describe('the access of a bundle', () => {
  const dataOf = (type: string) => exampleCommands.find((one) => one.type === type)?.data
  const sent = (type: string, changes: object = {}): Sent => ({
    type,
    idempotencyKey: `${type}-${Buffer.from(JSON.stringify(changes)).toString('hex').slice(0, 150)}`,
    data: { ...dataOf(type), ...changes },
  })

  it('is refused alike for what is foreign and what is absent, in any of its commands and references', async () => {
    const storage = await storageOfTwoCounties()
    const { api } = setUp({}, storage)
    const before = await eventCount(storage)
    const own = sent('ReviseProfile', { reason: 'again', on: '2018-01-08' })
    for (const [type, field] of [
      ['RequestCourses', 'traineeId'],
      ['TakeSeat', 'traineeId'],
      ['TakeSeat', 'batchId'],
      ['PlaceHousehold', 'householdId'],
    ] as const) {
      const value = String(Reflect.get(dataOf(type) ?? {}, field))
      const answers = await Promise.all(
        [`${value}-other`, `${value}-absent`].map((id) =>
          request(api, '/v1/commands', {
            token: township,
            body: { commands: [own, sent(type, { [field]: id })] },
            headers: { 'X-Request-Id': 'the-same-id' },
          }),
        ),
      )
      const [foreign, absent] = await Promise.all(answers.map((answer) => answer.text()))
      expect([type, field, ...answers.map(({ status }) => status)]).toEqual([type, field, 403, 403])
      expect(foreign).toBe(absent)
      expect(foreign).toContain('"pointer":"/commands/1","code":"outside-division"')
    }
    expect(await eventCount(storage)).toBe(before)
  })

  it('lets commands refer to what others of the bundle open, in any order', async () => {
    const { api } = setUp({}, await storageWithExamples())
    const opened = [
      sent('ReviewEligibility', { traineeId: 'new', on: '2018-01-08' }),
      sent('NominateCandidate', { traineeId: 'new', personal: { name: 'made up' }, on: '2018-01-06' }),
      sent('SelectTrainee', { traineeId: 'new', on: '2018-01-09' }),
      sent('OpenFacility', { placeId: 'new-room', on: '2018-01-02' }),
    ]
    const { status, results } = await post(api, township, opened)
    expect([status, kindsOf(results)]).toEqual([200, [200, 200, 200, 200]])
  })

  it('does not take for opened what a refused command would open, nor what is opened outside', async () => {
    const { api } = setUp({}, await storageOfTwoCounties())
    const nomination = sent('NominateCandidate', {
      traineeId: 'new',
      divisionCode: '532330104207',
      baseId: 'base-1-other',
      personal: { name: 'made up' },
    })
    const answer = await post(api, village, [nomination, sent('RequestCourses', { traineeId: 'new' })])
    expect([answer.status, answer.body.issues?.map(({ pointer }) => pointer)]).toEqual([
      403,
      ['/commands/0', '/commands/1'],
    ])
    // somebody of the other county, whom a command would nominate here as well
    const theirs = sent('NominateCandidate', { traineeId: 'trainee-1-other', personal: { name: 'made up' } })
    expect((await post(api, village, [theirs])).status).toBe(403)
  })

  it('keeps personal data of its answers from roles that may not see it', async () => {
    const { api } = setUp({}, await storageWithExamples())
    const nomination = sent('NominateCandidate', { traineeId: 'new', personal: { name: 'somebody' } })
    const { response } = await post(api, village, [nomination])
    expect(await response.text()).toContain('somebody')
  })
})
