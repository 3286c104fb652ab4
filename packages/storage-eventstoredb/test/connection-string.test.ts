import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageError } from '@skein/engine'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { parseConnectionString } from '../src/connection/connection-string.js'
import { openEventStoreDB } from '../src/index.js'

const secret = 'pa55word'
const folder = mkdtempSync(join(tmpdir(), 'eventstoredb-address-'))
const rubbish = join(folder, 'ca.crt')
writeFileSync(rubbish, 'no certificate')
afterAll(() => rmSync(folder, { recursive: true }))

const parsed = (text: string) => {
  const { name, endpoints, isCluster, credentials } = parseConnectionString(text)
  return { name, hosts: endpoints.map(({ host, port }) => `${host} ${port}`), isCluster, credentials }
}

describe('a connection string', () => {
  it.each([
    ['esdb://localhost', 'esdb://localhost', ['localhost 2113'], false],
    ['esdb://one:2111,two:2112/?tls=false', 'esdb://one:2111,two:2112', ['one 2111', 'two 2112'], true],
    ['kurrentdb://localhost:80?tls=false', 'esdb://localhost:80', ['localhost 80'], false],
    ['KurrentDB+Discover://Cluster.test', 'esdb://cluster.test', ['cluster.test 2113'], true],
    ['esdb+discover://a,b:1,c', 'esdb://a,b:1,c', ['a 2113', 'b 1', 'c 2113'], true],
    ['esdb://[::1]:2114', 'esdb://[::1]:2114', ['[::1] 2114'], false],
    ['esdb://h?connectionName=worker@pod-1', 'esdb://h', ['h 2113'], false],
  ])('%s names its hosts', (text, name, hosts, isCluster) => {
    expect(parsed(text)).toEqual({ name, hosts, isCluster, credentials: undefined })
  })

  it.each([
    ['admin:changeit', 'admin', 'changeit'],
    ['admin:a:b:c', 'admin', 'a:b:c'],
    ['admin:p%40ss%3Aword', 'admin', 'p@ss:word'],
    ['admin:p@ss', 'admin', 'p@ss'],
    ['登记员:密码', '登记员', '密码'],
  ])('with %s before the @ has this user and password', (text, username, password) => {
    expect(parsed(`esdb://${text}@host?tls=true`)).toMatchObject({
      hosts: ['host 2113'],
      credentials: { username, password },
    })
  })

  it('returns any user and password that were percent-encoded, and shows neither', () =>
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.string({ minLength: 1, unit: 'grapheme' }),
        (username, password) => {
          const { name, credentials } = parsed(
            `esdb://${encodeURIComponent(username)}:${encodeURIComponent(password)}@host:2113`,
          )
          expect({ name, credentials }).toEqual({ name: 'esdb://host:2113', credentials: { username, password } })
        },
      ),
    ))

  it('has options, whose names are compared without case and separators', () => {
    expect(
      parseConnectionString(
        'esdb://h?TLS=False&node_preference=Read_Only_Replica&keepAliveInterval=-1&default-deadline=700',
      ),
    ).toMatchObject({
      tls: false,
      nodePreference: 'readOnlyReplica',
      keepAliveInterval: -1,
      defaultDeadline: 700,
    })
    expect(parseConnectionString('esdb://h')).toMatchObject({
      tls: true,
      nodePreference: 'leader',
      gossipTimeout: 5_000,
    })
  })

  it.each([
    ['', /must look like/],
    ['localhost:2113', /must look like/],
    [`user:${secret}@localhost`, /must look like/],
    [`esdb:/admin:${secret}@localhost`, /must look like/],
    [`postgres://admin:${secret}@localhost`, /must look like/],
    ['esdb://', /host 1/],
    ['esdb://a,,b', /host 2/],
    [`esdb://admin:${secret}@`, /host 1/],
    [`esdb://admin:${secret}@host:port`, /host 1.*65535/],
    [`esdb://admin:${secret}@host:99999`, /host 1.*65535/],
    [`esdb://admin:${secret}/@host`, /host 1|%2F/],
    [`esdb://admin:${secret}#1@host`, /%23|host 1/],
    [`esdb://${secret}@host`, /user:password/],
    [`esdb://admin:50%${secret}@host`, /%25/],
    [`esdb://admin:${secret}@host/path`, /between the hosts/],
    [`esdb://admin:${secret}@host?tls`, /option 1.*keepAliveInterval/],
    [`esdb://admin:${secret}@host?tls=perhaps`, /tls takes true or false/],
    [`esdb://admin:${secret}@host?tls=true&tls=true`, /tls is given twice/],
    [`esdb://admin:${secret}@host?tls=true&${secret}=1`, /option 2/],
    [`esdb://admin:${secret}@host?throwOnAppendFailure=false`, /throwOnAppendFailure/],
    [`esdb://admin:${secret}@host?tlsVerifyCert=false`, /tlsVerifyCert.*tlsCAFile/],
    [`esdb://admin:${secret}@host?keepAliveInterval=500`, /keepAliveInterval takes a whole number from 10000/],
    [`esdb://admin:${secret}@host?keepAliveInterval=1e5`, /keepAliveInterval/],
    [`esdb://admin:${secret}@host?gossipTimeout=0`, /gossipTimeout/],
    [`esdb://admin:${secret}@host?connectionName=%E6%9D%91`, /connectionName.*ASCII/],
    [`esdb://admin:${secret}@host?tls=false&tlsCAFile=ca.crt`, /tlsCAFile has no effect/],
    [`esdb://admin:${secret}@host?tlsCAFile=/nowhere/ca.crt`, /tlsCAFile.*\/nowhere\/ca.crt.*no such file/],
    [`esdb://admin:${secret}@host?tlsCAFile=${folder}`, /tlsCAFile.*folder/],
    [`esdb://admin:${secret}@host?tlsCAFile=${rubbish}`, /tlsCAFile.*no certificate/],
    [`esdb://admin:${secret}@host?userCertFile=/nowhere/user.crt`, /userKeyFile.*together/],
  ])(
    '%j is refused with the part that is wrong in both languages, without its password, and without printing anything',
    async (url, part) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      try {
        const error: unknown = await openEventStoreDB({ url }).catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ _tag: 'StorageError', fault: 'failed', message: expect.stringMatching(part) })
        if (!(error instanceof StorageError)) return expect.fail('expected a StorageError')
        expect(error.text.zh).toMatch(/\p{Script=Han}/u)
        const texts = `${error.message} ${error.text.zh} ${error.stack} ${JSON.stringify(error.cause)}`
        expect(texts.length).toBeGreaterThan(50)
        expect(texts).not.toContain(secret)
        expect(warn).not.toHaveBeenCalled()
      } finally {
        warn.mockRestore()
      }
    },
  )
})
