import { beforeAll, describe, expect, it } from 'vitest'
import { type TagList, tagsIn } from '../src/reading/etag.js'
import { request, setUp, tokenOf } from './fixture.js'

const stream = '/v1/streams/division-532329'

describe('tags', () => {
  const strong = (...tags: string[]): TagList => tags.map((tag) => ({ isWeak: false, tag }))

  it.each([
    ['*', '*'],
    [' * ', '*'],
    ['"3"', strong('"3"')],
    ['"3","4"', strong('"3"', '"4"')],
    [' "3" ,, "a,b"\t,"" ,', strong('"3"', '"a,b"', '""')],
    ['W/"3"', [{ isWeak: true, tag: '"3"' }]],
    [
      'W/"3", "4"',
      [
        { isWeak: true, tag: '"3"' },
        { isWeak: false, tag: '"4"' },
      ],
    ],
    ['', []],
    ['"W/3"', strong('"W/3"')],
  ])('in %j are %j', (header, tags) => expect(tagsIn('If-Match', header)).toEqual(tags))

  it.each(['3', '"3', '3"', 'w/"3"', '"3" "4"', '*, "3"', '"3", *', '"a b"', "'3'", 'W/ "3"'])(
    'are not in %j',
    (header) => {
      expect(() => tagsIn('If-Match', header)).toThrow()
    },
  )
})

describe('a command with conditions', () => {
  let token: string
  beforeAll(async () => {
    token = await tokenOf('county', '532329')
  })
  const register = { code: '532329', level: 'county', name: '武定县', on: '2017-01-01' }
  const send = (api: ReturnType<typeof setUp>['api'], type: string, body: object, headers: Record<string, string>) =>
    request(api, `/v1/commands/${type}`, { token, body, headers })

  /** The stream is at revision 1. */
  const started = async () => {
    const { api, storage } = setUp()
    await send(api, 'RegisterDivision', register, {})
    await send(api, 'CountWilling', { code: '532329', people: 1, on: '2018-01-01' }, {})
    return { api, storage }
  }

  it.each([
    [{ 'If-Match': '"1"' }, 200],
    [{ 'If-Match': '"0"' }, 412],
    [{ 'If-Match': '"0", "1"' }, 200],
    [{ 'If-Match': '"7","0"' }, 412],
    [{ 'If-Match': 'W/"1"' }, 412],
    [{ 'If-Match': 'W/"1", "1"' }, 200],
    [{ 'If-Match': '"an-etag-of-something-else"' }, 412],
    [{ 'If-Match': '*' }, 200],
    [{ 'If-None-Match': '*' }, 412],
    [{ 'If-None-Match': '"1"' }, 412],
    [{ 'If-None-Match': 'W/"1"' }, 412],
    [{ 'If-None-Match': '"0"' }, 200],
    [{ 'If-Match': '*', 'If-None-Match': '"0"' }, 200],
    [{ 'If-Match': '"1"', 'If-None-Match': '"1"' }, 412],
    [{ 'If-Match': '"1"', 'If-None-Match': '*' }, 412],
  ])('%j on a stream at revision 1 is answered with %d', async (headers: Record<string, string>, status) => {
    const { api, storage } = await started()
    const response = await send(api, 'CountWilling', { code: '532329', people: 2, on: '2018-01-02' }, headers)
    expect([response.status, await storage.events.count()]).toEqual([status, status === 200 ? 3 : 2])
  })

  it.each([
    [{ 'If-Match': '*' }, 412],
    [{ 'If-Match': '"0"' }, 412],
    [{ 'If-None-Match': '*' }, 200],
    [{ 'If-None-Match': '"0"' }, 200],
  ])('%j on no stream is answered with %d', async (headers: Record<string, string>, status) => {
    const { api } = setUp()
    expect((await send(api, 'RegisterDivision', register, headers)).status).toBe(status)
  })

  it('returns the original result for a repeated key, though the condition no longer holds', async () => {
    const { api } = await started()
    for (const ifMatch of ['"1"', '"0", "1"', '*']) {
      const headers = { 'If-Match': ifMatch, 'Idempotency-Key': 'one' }
      const response = await send(api, 'CountWilling', { code: '532329', people: 2, on: '2018-01-02' }, headers)
      expect([ifMatch, response.status, response.headers.get('etag')]).toEqual([ifMatch, 200, '"2"'])
    }
  })

  it('is not written if another command comes between the reading of the revision and the writing', async () => {
    const { api } = await started()
    const results = await Promise.all(
      [2, 3, 4].map((people) =>
        send(api, 'CountWilling', { code: '532329', people, on: '2018-01-02' }, { 'If-Match': '"0", "1"' }),
      ),
    )
    expect(results.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  })
})

describe('a read with conditions', () => {
  it.each([
    [{ 'If-Match': '"0"' }, 200],
    [{ 'If-Match': '"1"' }, 412],
    [{ 'If-Match': '*' }, 200],
    [{ 'If-Match': 'x' }, 400],
    [{ 'If-None-Match': '"0"' }, 304],
    [{ 'If-None-Match': 'W/"0"' }, 304],
    [{ 'If-None-Match': '"4", W/"0"' }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"1"' }, 200],
    [{ 'If-Match': '"1"', 'If-None-Match': '"0"' }, 412],
  ])('%j is answered with %d', async (headers: Record<string, string>, status) => {
    const { api } = setUp()
    const token = await tokenOf('county', '532329')
    await request(api, '/v1/commands/RegisterDivision', {
      token,
      body: { code: '532329', level: 'county', name: 'x', on: '2017-01-01' },
    })
    expect((await request(api, stream, { token, headers })).status).toBe(status)
  })

  it('of the contract compares the tag of the compressed body weakly', async () => {
    const { api } = setUp()
    const get = (headers: Record<string, string>) => request(api, '/openapi.json', { headers })
    const gzip = { 'Accept-Encoding': 'gzip' }
    const tag = (await get({})).headers.get('etag') ?? ''
    const weakTag = (await get(gzip)).headers.get('etag') ?? ''
    expect(weakTag).toBe(`W/${tag}`)
    const status = async (headers: Record<string, string>) => (await get(headers)).status
    expect(await status({ 'If-None-Match': tag })).toBe(304)
    expect(await status({ ...gzip, 'If-None-Match': tag })).toBe(304)
    expect(await status({ 'If-Match': tag })).toBe(200)
    expect(await status({ ...gzip, 'If-Match': weakTag })).toBe(412)
  })
})
