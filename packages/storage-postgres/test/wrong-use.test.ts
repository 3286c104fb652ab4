import { expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'

it.each([
  [
    {},
    'openPostgres: `url` is missing. Expected a text such as "postgres://user:password@host:5432/database".',
    'openPostgres:缺少 `url`。应为文本,如 "postgres://user:password@host:5432/database"。',
  ],
  [
    { url: new URL('postgres://user:secret@host/base') },
    'openPostgres: `url` cannot be used. Expected a text such as "postgres://user:password@host:5432/database".',
    'openPostgres:`url` 不可用。应为文本,如 "postgres://user:password@host:5432/database"。',
  ],
  [
    { url: 'postgres://host/base', poolSize: '5' },
    'openPostgres: `poolSize` is "5". Expected a whole number from 1.',
    'openPostgres:`poolSize` 为 "5"。应为不小于 1 的整数。',
  ],
])('openPostgres with %j is refused, and repeats no URL', async (options, en, zh) => {
  // sound: on purpose what a program in JavaScript could pass
  await expect(openPostgres(options as never)).rejects.toMatchObject({ _tag: 'Misconfigured', text: { en, zh } })
})
