// Sends every line of the tables in docs/http-access.md as every role, from the own and from a foreign division, and
// compares the answers with the tables.
import { readFileSync } from 'node:fs'
import { domain } from '@skein/core'
import { readEntries, type Storage } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { allowedRoles, exampleCommands, type HttpApi, type Role, roles } from '../src/index.js'
import { type Cell, exampleIds } from './access-page.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { contractOf, operationsOf } from './openapi.js'

const page = readFileSync(new URL('../../../docs/http-access.md', import.meta.url), 'utf8')

const isCell = (text: string): text is Cell => ['own', 'all', 'yes', '–'].includes(text)

interface Line {
  readonly method: string
  readonly path: string
  readonly cells: Readonly<Record<Role | 'noToken', Cell>>
}

const lines: readonly Line[] = page.split('\n').flatMap((text) => {
  const [, method, path, rest] = /^\| `(GET|POST) (\S+)` \|(.*)\|$/.exec(text) ?? []
  if (method === undefined || path === undefined || rest === undefined) return []
  const cells = rest.split('|').map((cell) => cell.trim())
  const [base, township, village, county, auditor, noToken] = cells.map((cell) => {
    if (!isCell(cell)) throw new Error(`${path}: ${cell}`)
    return cell
  })
  if (!base || !township || !village || !county || !auditor || !noToken) throw new Error(`${path} lacks a cell`)
  return [{ method, path, cells: { base, township, village, county, auditor, noToken } }]
})

const own: Readonly<Record<Role, string>> = {
  base: '532329104',
  township: '532329104',
  village: '532329104207',
  county: '532329',
  auditor: '532329',
}
const foreign: Readonly<Record<Role, readonly string[]>> = {
  base: ['532329105'],
  township: ['532329105'],
  village: ['532329104208', '532329105207'],
  county: ['532330'],
  auditor: ['532330'],
}

let storage: Storage
let api: HttpApi
beforeAll(async () => {
  storage = await storageWithExamples()
  api = setUp({}, storage).api
})

/** The example of a command; as a bundle or a correction, of one that the role may send, if there is one. */
const bodyOf = async (path: string, role: Role | undefined): Promise<unknown> => {
  const only = exampleCommands.findLast(({ type }) => path === `/v1/commands/${type}`)
  if (only !== undefined) return only.data
  const mine = exampleCommands.findLast(({ type }) => role === undefined || allowedRoles(type).includes(role))
  const { type = '', data = {} } = mine ?? exampleCommands[0] ?? {}
  if (path === '/v1/commands') return { commands: [{ type, idempotencyKey: 'k-1', data }] }
  const aggregate = domain.aggregates.find(({ commands }) => Object.hasOwn(commands, type))
  const command = aggregate?.commands[type]
  const stream = `${aggregate?.name}-${Reflect.get(data, command?.target ?? '')}`
  const entry = (await readEntries({ domain, storage }, stream)).find((one) => one.command?.type === type)
  const amendment = { stream, eventId: entry?.id, reason: 'x', by: { role: 'x', id: 'x' }, on: '2019-01-01' }
  return path === '/v1/correct' ? { ...amendment, data: {} } : amendment
}

const send = async ({ method, path }: Line, token?: string, role?: Role): Promise<Response> => {
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(exampleIds[name] ?? ''))
  const body = method === 'POST' ? await bodyOf(path, role) : undefined
  if (method === 'POST' && body === undefined) throw new Error(`no example command for ${path}`)
  return request(api, method === 'POST' ? `${target}?dryRun=true` : target, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  })
}

/** Whether the document of the line occurs in its list, or the events of its stream in the batch of events. */
const isListed = async (path: string, token: string): Promise<boolean> => {
  const [, , kind, name = '', ...rest] = path.split('/')
  const concrete = (text: string) => text.replace(/\{(\w+)\}/g, (_, id: string) => exampleIds[id] ?? '')
  if (kind === 'projections') {
    const response = await request(api, `/v1/projections/${name}?limit=1000`, { token })
    // boundary: what the API answers
    const { items } = (await response.json()) as { readonly items: readonly { readonly key: string }[] }
    return items.some(({ key }) => key === concrete(rest.join('/')))
  }
  const response = await request(api, '/v1/events?limit=1000', { token })
  // boundary: what the API answers
  const events = (await response.json()) as readonly { readonly subject: string }[]
  return events.some(({ subject }) => subject === concrete(name))
}

const isRead = ({ path }: Line) => /^\/v1\/(projections|streams)\//.test(path)
const isCommand = ({ method }: Line) => method === 'POST'

const refusedStatuses = (line: Line): readonly number[] => (isRead(line) ? [404] : [403])
// rules may reject a command that the role may send
const allowedStatuses = (line: Line): readonly number[] => (isCommand(line) ? [200, 422] : [200, 503])

describe.each(lines)('$method $path', (line) => {
  it.each(roles)('answers a %s token as the table says', async (role) => {
    const cell = line.cells[role]
    const ownToken = await tokenOf(role, own[role])
    const isOwnAllowed = cell === 'own' || cell === 'yes'
    expect(isOwnAllowed ? allowedStatuses(line) : refusedStatuses(line)).toContain(
      (await send(line, ownToken, role)).status,
    )
    if (isRead(line)) expect(await isListed(line.path, ownToken)).toBe(isOwnAllowed)

    for (const division of foreign[role]) {
      const token = await tokenOf(role, division)
      const isAllowed = cell === 'yes'
      expect(isAllowed ? allowedStatuses(line) : refusedStatuses(line)).toContain(
        (await send(line, token, role)).status,
      )
      if (isRead(line)) expect(await isListed(line.path, token)).toBe(false)
    }
    if (role !== 'county' && role !== 'auditor') return
    const everywhere = await tokenOf(role, '*')
    expect(cell === '–' ? refusedStatuses(line) : allowedStatuses(line)).toContain(
      (await send(line, everywhere, role)).status,
    )
  })

  it('answers a request without a token as the table says', async () => {
    const { status } = await send(line)
    expect(line.cells.noToken === 'yes' ? [200, 503] : [401]).toContain(status)
  })
})

describe('the tables', () => {
  it('list every operation of the contract', async () => {
    const contract = await contractOf(api)
    const listed = lines.map(({ method, path }) => `${method} ${path}`)
    const missing = operationsOf(contract).filter(({ method, path }) => {
      const pattern = new RegExp(`^${method} ${path.replace(/\{\w+\}/g, '.+')}(/.+|$)`)
      return !listed.some((line) => pattern.test(line))
    })
    expect(missing.map(({ path }) => path)).toEqual([])
  })

  it('list a stream of every aggregate and a document of every read model', () => {
    for (const { name } of domain.aggregates)
      expect(lines.some(({ path }) => path.startsWith(`/v1/streams/${name}-`))).toBe(true)
    for (const { name } of [...domain.projections, ...domain.views])
      expect(lines.some(({ path }) => path.startsWith(`/v1/projections/${name}/`))).toBe(true)
  })

  it('list no command that only processes send, and every role is refused it', async () => {
    const sent = domain.aggregates.flatMap(({ commands }) =>
      Object.entries(commands).flatMap(([type, { byProcess }]) => (byProcess ? [type] : [])),
    )
    expect(sent.length).toBeGreaterThan(10)
    for (const type of sent) {
      expect(lines.map(({ path }) => path)).not.toContain(`/v1/commands/${type}`)
      for (const role of roles) {
        const response = await request(api, `/v1/commands/${type}`, { token: await tokenOf(role, own[role]), body: {} })
        expect([type, response.status]).toEqual([type, 403])
      }
    }
  })
})

describe('a village token', () => {
  it('cannot nominate into another village, nor a person of another village', async () => {
    const { api: fresh, runtime } = setUp()
    const [mine, other] = [await tokenOf('village', own.village), await tokenOf('village', '532329104208')]
    const nomination = exampleCommands.find(({ type }) => type === 'NominateCandidate')?.data
    const path = '/v1/commands/NominateCandidate?dryRun=true'
    expect((await request(fresh, path, { token: other, body: nomination })).status).toBe(403)
    // the base does not exist yet
    expect((await request(fresh, path, { token: mine, body: nomination })).status).toBe(403)
    const county = await tokenOf('county', '532329')
    for (const step of exampleCommands.filter(({ type }) => ['RegisterDivision', 'FoundBase'].includes(type)))
      await request(fresh, `/v1/commands/${step.type}`, { token: county, body: step.data })
    expect((await request(fresh, path, { token: mine, body: nomination })).status).toBe(200)
    expect(await runtime.storage.events.count()).toBe(4)
    const moved = { ...nomination, traineeId: 'trainee-2', divisionCode: '532329104208' }
    expect((await request(api, path, { token: other, body: moved })).status).toBe(403)
  })

  it('gets the same answer for a stream of another village as for one that does not exist', async () => {
    const token = await tokenOf('village', '532329104208')
    const answers = await Promise.all(
      ['trainee-1', 'nobody'].map((traineeId) =>
        request(api, '/v1/commands/RequestCourses', {
          token,
          body: { traineeId, subjects: ['morels'], on: '2018-02-01' },
          headers: { 'X-Request-Id': 'the-same-id' },
        }),
      ),
    )
    const [existing, absent] = await Promise.all(answers.map((answer) => answer.text()))
    expect(existing).toBe(absent)
  })
})
