import {
  Code,
  commandsTo,
  composeDomain,
  domain,
  event,
  extendAggregate,
  Journey,
  ruleFor,
  rulesOf,
  TraineeId,
} from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { Misconfigured } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createHttpApi, type HttpApi, insecureDev, jwtAuth, openApiDocument } from '../src/index.js'
import { request, secret, storageWithExamples, tokenOf } from './fixture.js'
import { contractOf } from './openapi.js'

const CertificateAwarded = event('CertificateAwarded', { title: Code })
const { mirror } = commandsTo({ traineeId: TraineeId })
const rule = ruleFor<z.output<typeof CertificateAwarded>, Journey.State, Journey.Views>()
const journey = extendAggregate(Journey.aggregate, {
  events: [CertificateAwarded],
  commands: [
    mirror('AwardCertificate', CertificateAwarded),
    mirror('CopyCertificate', CertificateAwarded, { byProcess: true }),
  ],
  rules: [
    rule({
      id: 'Q1',
      title: { en: 'A certificate has a long title.', zh: '证书须有完整名称。' },
      basis: 'own',
      on: ['CertificateAwarded'],
      breach: ({ data: { title } }) => (title.length > 3 ? undefined : { title }),
    }),
  ],
  inherit: { G6: ['CertificateAwarded'] },
})
const programme = composeDomain(domain, { aggregates: [journey] })

const access = { AwardCertificate: ['base'] } as const
const data = { traineeId: 'trainee-1', title: 'grafting', on: '2018-06-01' }

const apiOn = async (options: Partial<Parameters<typeof createHttpApi<NonNullable<typeof programme.input>>>[0]>) => {
  const storage = await storageWithExamples()
  const runtime = createRuntime(programme, storage, { masterKey: Buffer.alloc(32, 7).toString('base64') })
  return createHttpApi({ runtime, auth: jwtAuth({ secret }), ...options })
}

const send = async (api: HttpApi, token?: string, changes: object = {}) => {
  const body = { ...data, ...changes }
  const response = await request(api, '/v1/commands/AwardCertificate', { body, ...(token && { token }) })
  return { status: response.status, body: await response.json() }
}

describe('a command that a domain adds', () => {
  it('may be sent by the roles of `access`, within their divisions', async () => {
    const api = await apiOn({ access })
    const accepted = await send(api, await tokenOf('base', '532329104'))
    expect(accepted).toMatchObject({ status: 200, body: { events: [{ type: 'CertificateAwarded' }] } })
    expect(await send(api, await tokenOf('base', '532329105'))).toMatchObject({ status: 403 })
    expect(await send(api, await tokenOf('township', '532329104'))).toMatchObject({
      status: 403,
      body: { type: '/problems/forbidden' },
    })
    expect(await send(api, await tokenOf('base', '532329104'), { title: 'x' })).toMatchObject({
      status: 422,
      body: { rule: 'Q1', evidence: { title: 'x' } },
    })
  })

  it('may be sent by nobody without `access`, except under insecureDev', async () => {
    expect(await send(await apiOn({}), await tokenOf('county', '*'))).toMatchObject({ status: 403 })
    expect(await send(await apiOn({ auth: insecureDev() }))).toMatchObject({ status: 200 })
  })

  it('is not sent by people if only processes send it, also under insecureDev', async () => {
    const response = await request(await apiOn({ auth: insecureDev() }), '/v1/commands/CopyCertificate', { body: data })
    expect([response.status, await response.json()]).toMatchObject([403, { type: '/problems/by-process' }])
  })

  it('is in the contract, with its event, its rules and its roles, and so is its rule in the list of rules', async () => {
    const api = await apiOn({ access })
    const contract = await contractOf(api)
    const operation = contract.paths['/v1/commands/AwardCertificate']?.post
    expect(operation).toMatchObject({ description: 'Records `CertificateAwarded`. Roles: base.' })
    expect(JSON.stringify(operation)).toContain('**Q1** A certificate has a long title.')
    expect(contract.components.schemas).toHaveProperty('CertificateAwardedData')
    const rules = await request(api, '/v1/rules', { token: await tokenOf('base', '532329104') })
    expect(await rules.json()).toEqual({ rules: rulesOf(programme) })
    expect(openApiDocument({ domain: programme, access })).toEqual(contract)
  })
})

describe('access', () => {
  it.each([
    [{ AwardCertficate: ['base'] }, '`access` names the command AwardCertficate, which the domain does not have.'],
    [{ CopyCertificate: ['base'] }, '`access` names the command CopyCertificate, which only processes send.'],
    [
      { AwardCertificate: ['mayor'] },
      '`access` gives the command AwardCertificate something else than a list of roles',
    ],
    [{ AwardCertificate: 'base' }, '`access` gives the command AwardCertificate something else than a list of roles'],
  ])('%j is refused', (wrong, text) => {
    const runtime = createRuntime(programme, openMemory())
    // sound: each mistake is one that the types find
    const create = () => createHttpApi({ runtime, auth: insecureDev(), access: wrong as never })
    expect(create).toThrow(Misconfigured)
    expect(create).toThrow(text)
  })

  it('is typed by the commands of the domain', () => {
    const runtime = createRuntime(programme, openMemory())
    createHttpApi({ runtime, auth: insecureDev(), access: { AwardCertificate: ['base'] } })
    // @ts-expect-error the domain has no command of this name
    expect(() => createHttpApi({ runtime, auth: insecureDev(), access: { AwardMedal: ['base'] } })).toThrow()
  })

  it('can change the roles of a command of core', async () => {
    const api = await apiOn({ access: { CountWilling: ['auditor'] } })
    const body = { code: '532329104', people: 3, on: '2018-06-01' }
    const counted = async (role: 'auditor' | 'township', division: string) =>
      (await request(api, '/v1/commands/CountWilling', { body, token: await tokenOf(role, division) })).status
    expect([await counted('auditor', '*'), await counted('township', '532329104')]).toEqual([200, 403])
  })
})
