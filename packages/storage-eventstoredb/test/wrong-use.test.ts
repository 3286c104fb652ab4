import { expect, it } from 'vitest'
import { openEventStoreDB, withEvents } from '../src/index.js'

it.each([
  [
    {},
    'openEventStoreDB: `url` is missing. Expected a text such as "esdb://user:password@host:2113?tls=true".',
    'openEventStoreDB:缺少 `url`。应为文本,如 "esdb://user:password@host:2113?tls=true"。',
  ],
  [
    { url: 'esdb://host:2113', maxAppendBytes: 0 },
    'openEventStoreDB: `maxAppendBytes` is 0. Expected a whole number from 1.',
    'openEventStoreDB:`maxAppendBytes` 为 0。应为不小于 1 的整数。',
  ],
])('openEventStoreDB with %j is refused', async (options, en, zh) => {
  // sound: on purpose what a program in JavaScript could pass
  await expect(openEventStoreDB(options as never)).rejects.toMatchObject({ _tag: 'Misconfigured', text: { en, zh } })
})

it('withEvents refuses stores that were not awaited', () => {
  // sound: as above
  const unopened = Promise.resolve() as never
  expect(() => withEvents(unopened, unopened)).toThrow(
    `withEvents: \`events\` is a promise (await it first). Expected the result of await openEventStoreDB(…).
withEvents: \`other\` is a promise (await it first). Expected an open store such as await openSqlite(…).`,
  )
})
