// Started by a test: writes so many streams with an event of so many characters each, in one process, and then one more
// event to each of them, which needs its state.
import { createRuntime } from '@skein/engine'
import { commandsTo, composeDomain, defineAggregate, event, idOf } from '@skein/kernel'
import { openSqlite } from '@skein/storage-sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { z } from 'zod'
import { masterKey } from '../../amended-programme.ts'

const [path = '', streams = '0', characters = '0'] = process.argv.slice(2)

const Written = event('Written', { text: z.string() })
const Signed = event('Signed', {})
const { mirror } = commandsTo({ paperId: idOf('PaperId', { aggregate: 'paper' }) })
const initialState: { readonly texts: readonly string[]; readonly isSigned: boolean } = { texts: [], isSigned: false }
const paper = defineAggregate({
  name: 'paper',
  events: [Written, Signed],
  commands: [mirror('Write', Written), mirror('Sign', Signed)],
  initialState,
  evolve: {
    Written: (state, { text }) => ({ ...state, texts: [...state.texts, text] }),
    Signed: (state) => ({ ...state, isSigned: true }),
  },
  rules: () => [],
})
const domain = composeDomain({ name: 'papers', aggregates: [paper], projections: [], processes: [] })

const storage = await openSqlite({ path, durability: 'normal' })
const runtime = createRuntime(domain, storage, { masterKey })
const text = 'x'.repeat(Number(characters))
for (let index = 0; index < Number(streams); index += 1) {
  const data = { paperId: `p${index}`, on: '2024-01-01' }
  for (const command of [
    { type: 'Write', data: { ...data, text } },
    { type: 'Sign', data },
  ] as const) {
    const outcome = await runtime.execute(command, { commandId: command.type, actor: 'clerk' })()
    if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left).slice(0, 1000))
  }
}
await storage.close()
console.log('done')
