// Programs that a consumer of the packages runs; each throws if something is not as it must be.

/** Core, engine, the SQLite store and the HTTP handler, on whatever runtime executes it. */
export const everything = `
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { domain, Projections } from '@skein/core'
import { createRuntime, rebuild, verifyLog } from '@skein/engine'
import { createHttpApi, insecureDev } from '@skein/http'
import { openSqlite } from '@skein/storage-sqlite'

const must = (holds, what) => { if (!holds) throw new Error(what) }
const folder = mkdtempSync(join(tmpdir(), 'skein-use-'))
const path = join(folder, 'base.db')
const masterKey = btoa('x'.repeat(32))
const on = '2018-03-01'
try {
  for (const isFirst of [true, false]) {
    const storage = await openSqlite({ path })
    const runtime = createRuntime(domain, storage, { masterKey })
    const send = (command) => runtime.dispatch(command, { commandId: randomUUID(), actor: 'clerk-7' })
    if (isFirst) {
      await send({ type: 'RegisterDivision', data: { code: '532329104207', level: 'village', name: '老木坝村', on } })
      await send({ type: 'FoundBase', data: { baseId: 'b1', divisionCode: '532329104207', name: 'Base', areaMu: 25, on } })
      await send({
        type: 'NominateCandidate',
        data: {
          traineeId: 't1', baseId: 'b1', divisionCode: '532329104207', category: 'villager', partyMember: false,
          willing: true, potential: ['growing'], needs: ['skills'], by: { role: 'villageBranch', id: 'branch-7' },
          lawfulBasis: 'consent', personal: { name: 'somebody' }, on,
        },
      })
    }
    await runtime.settle()
    must((await rebuild(domain, storage)).ok, 'the rebuild found something')
    must((await verifyLog(domain, storage.events.readAll())).findingCount === 0, 'the log is damaged')
    const funnel = await runtime.read(Projections.journeyFunnel).get('base:b1')
    must(JSON.stringify(funnel).includes('nominated'), 'the funnel is empty')
    const rule = await send({ type: 'SelectTrainee', data: { traineeId: 't1', on } }).catch((error) => error.rule)
    must(rule === 'S2', 'rule S2 must refuse, and ' + rule + ' did')
    const api = createHttpApi({ runtime, auth: insecureDev() })
    const response = await api.fetch(new Request('http://localhost/v1/streams/journey-t1'))
    must(response.status === 200 && (await response.text()).includes('CandidateNominated'), 'HTTP answered ' + response.status)
    await storage.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
`

/** On a Node that is too old the store refuses, in ESM and in CommonJS, instead of ending the process. */
export const refusalOfOldNode = `
import { createRequire } from 'node:module'
import * as esm from '@skein/storage-sqlite'
const cjs = createRequire(import.meta.url)('@skein/storage-sqlite')
for (const { openSqlite } of [esm, cjs]) {
  const error = await openSqlite({ path: './never-made.db' }).catch((thrown) => thrown)
  if (error._tag !== 'Misconfigured' || !error.message.includes('or newer is needed')) throw error
}
`

/** The ESM and the CommonJS copy of every package work together in one process. */
export const twoCopies = `
import { createRequire } from 'node:module'
import { randomUUID } from 'node:crypto'
import { domain } from '@skein/core'
import * as esm from '@skein/engine'
import * as http from '@skein/http'
const require = createRequire(import.meta.url)
const cjs = require('@skein/engine')
const cjsHttp = require('@skein/http')

const must = (holds, what) => { if (!holds) throw new Error(what) }
must(esm.StorageError !== cjs.StorageError, 'there is only one copy: this program shows nothing')
const command = { type: 'RegisterDivision', data: { code: '532329104207', level: 'village', name: '村', on: '2018-03-01' } }
const options = () => ({ commandId: randomUUID(), actor: 'clerk-7' })
for (const [engine, other, api] of [[esm, cjs, cjsHttp], [cjs, esm, http]]) {
  const storage = engine.openMemory()
  const runtime = other.createRuntime(domain, storage)
  await runtime.dispatch(command, options())
  // both copies share the generated master key of the store
  await engine.createRuntime(domain, storage).dispatch({ ...command, data: { ...command.data, code: '532329104208' } }, options())
  const handler = api.createHttpApi({ runtime: engine.createRuntime(domain, storage), auth: api.insecureDev() })
  const get = async (path) => (await handler.fetch(new Request('http://localhost' + path))).status
  must((await get('/v1/projections/journeyFunnel/base:b1')) === 503, 'NotReady of the other copy must be answered with 503')
  must((await get('/v1/projections/nothing/x')) === 404, 'an unknown read model must be answered with 404')
  await storage.close()
  const error = await runtime.dispatch(command, options()).catch((thrown) => thrown)
  must(error._tag === 'Unavailable' && error.error.cause.fault === 'closed', 'StorageError of the other copy must be a value')
  must(engine.isStorageError(error.error.cause, 'closed'), 'isStorageError must recognise the other copy')
  must((await get('/v1/streams/division-532329104207')) === 503, 'StorageError of the other copy must be answered with 503')
}
`
