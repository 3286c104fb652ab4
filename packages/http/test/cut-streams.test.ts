// Streams that have lost their beginning: an operator deleted rows, or the server of the events hides them.
import type { Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { request, setUp, tokenOf, withEvents } from './fixture.js'

const stream = 'division-532329'
let auditor: string
let cut: Storage

beforeAll(async () => {
  const { api, storage } = setUp()
  auditor = await tokenOf('auditor', '*')
  const post = async (
    type: string,
    body: { readonly code: string; readonly on: string; readonly [field: string]: unknown },
  ) => request(api, `/v1/commands/${type}`, { token: await tokenOf('county', body.code), body })
  await post('RegisterDivision', { code: '532329', level: 'county', name: 'x', on: '2018-01-01' })
  await post('RegisterDivision', { code: '532330', level: 'county', name: 'y', on: '2018-01-01' })
  for (const people of [1, 2, 3, 4])
    await post('CountWilling', { code: '532329', people, on: `2018-01-0${people + 1}` })
  cut = withEvents(storage, {
    async *readStream(...given) {
      for await (const batch of storage.events.readStream(...given))
        yield batch.filter((event) => event.stream !== stream || event.revision >= 2)
    },
  })
})

describe('a stream that has lost its beginning', () => {
  it('is shown as far as it is left, and says so', async () => {
    const response = await request(setUp({}, cut).api, `/v1/streams/${stream}`, { token: auditor })
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { stream, revision: 4, missingBefore: 2, events: [{ revision: 2 }, { revision: 3 }, { revision: 4 }] },
    ])
    const page = await request(setUp({}, cut).api, `/v1/streams/${stream}?from=1&limit=2`, { token: auditor })
    expect(await page.json()).toMatchObject({ events: [{ revision: 2 }] })
  })

  it('takes no command, while others do', async () => {
    const { api } = setUp({}, cut)
    const send = async (code: string) => {
      const body = { code, people: 9, on: '2018-02-01' }
      const response = await request(api, '/v1/commands/CountWilling', { token: await tokenOf('county', code), body })
      return response.status
    }
    expect([await send('532329'), await send('532330')]).toEqual([503, 200])
  })
})
