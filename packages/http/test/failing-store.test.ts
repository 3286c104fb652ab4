import { openMemory, type Storage } from '@skein/engine'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { request, setUp, tokenOf } from './fixture.js'

const county = { code: '532329', level: 'county', name: '武定县', on: '2017-01-01' }
const path = '/v1/commands/RegisterDivision'
let token: string
beforeAll(async () => {
  token = await tokenOf('county', '532329')
})

/** A store in memory with another `append`. */
const storageWith = (append: Storage['events']['append']): Storage => {
  const storage = openMemory()
  return { ...storage, events: { ...methodsOf(storage.events), append } }
}

/** The methods of a class do not survive a spread. */
const methodsOf = (events: Storage['events']): Storage['events'] => ({
  append: (...args) => events.append(...args),
  readStream: (...args) => events.readStream(...args),
  readAll: (...args) => events.readAll(...args),
  subscribe: (...args) => events.subscribe(...args),
  head: () => events.head(),
  count: (...args) => events.count(...args),
  hashesAt: (positions) => events.hashesAt(positions),
  comparePositions: (a, b) => events.comparePositions(a, b),
})

describe('a command to a failing store', () => {
  it.each([
    ['no', 'unavailable'],
    ['unknown', 'outcome-unknown'],
  ] as const)('that has written %s is answered with %s', async (written, kind) => {
    const unavailable = TE.left({
      _tag: 'Unavailable',
      reason: { en: 'made to fail', zh: '测试故障' },
      written,
    } as const)
    const { api } = setUp(
      {},
      storageWith(() => unavailable),
    )
    const response = await request(api, path, { token, body: county })
    const problem = await problemIn(response)
    expect([response.status, problem.type, response.headers.get('retry-after')]).toEqual([
      503,
      `/problems/${kind}`,
      '1',
    ])
    if (written === 'unknown') expect(problem.detail).toContain('Idempotency-Key')
  })

  it('is answered with 409 if other writers win every retry, and no revision was expected', async () => {
    const storage = storageWith((_stream, _events, expected) => TE.left({ _tag: 'Conflict', expected, actual: 7 }))
    const response = await request(setUp({}, storage).api, path, { token, body: county })
    expect([response.status, (await problemIn(response)).type]).toEqual([409, '/problems/conflict'])
  })
})

interface Problem {
  readonly type?: string
  readonly detail?: string
}

// boundary: what the API answers; each field is asserted by its test
const problemIn = async (response: Response): Promise<Problem> => (await response.json()) as Problem
