import { StorageError } from '@skein/engine'
import { describe, expect, it, vi } from 'vitest'
import { parseConnectionString } from '../src/connection/connection-string.js'
import { openEventStoreDB } from '../src/index.js'

const secret = 'pa55%40word'

describe('a connection string', () => {
  it.each([
    ['esdb://localhost', 'esdb://localhost', 'esdb://localhost'],
    [
      `esdb://admin:${secret}@one:2111,two:2112/?tls=false`,
      `esdb://admin:${secret}@one:2111,two:2112?tls=false`,
      'esdb://one:2111,two:2112',
    ],
    ['kurrentdb://localhost:2113?tls=false', 'esdb://localhost:2113?tls=false', 'esdb://localhost:2113'],
    ['KurrentDB+Discover://cluster.test', 'esdb+discover://cluster.test', 'esdb://cluster.test'],
    [
      'esdb://h?tlsCAFile=./ca.crt&connectionName=skein',
      'esdb://h?tlsCAFile=./ca.crt&connectionName=skein',
      'esdb://h',
    ],
  ])('%s is parsed', (given, url, name) => {
    expect(parseConnectionString(given)).toEqual({ url, name, requiresLeader: true })
  })

  it('that prefers another node than the leader does not require the leader', () => {
    expect(parseConnectionString('esdb://a,b?nodePreference=follower').requiresLeader).toBe(false)
    expect(parseConnectionString('esdb://a,b?NodePreference=Leader').requiresLeader).toBe(true)
  })

  it.each([
    '',
    'localhost:2113',
    `postgres://admin:${secret}@localhost`,
    'esdb://',
    `esdb://admin:${secret}@`,
    `esdb://admin:${secret}@host:port`,
    `esdb://admin:${secret}@host?tls`,
    `esdb://admin:${secret}@host?tls=perhaps`,
    `esdb://admin:${secret}@host?tsl=true`,
    `esdb://admin:${secret}@host?throwOnAppendFailure=false`,
    `esdb://admin:${secret}@host?tlsVerifyCert=false`,
    `esdb://admin:${secret}@host?keepAliveInterval=500`,
    `esdb://admin:${secret}@host?tlsCAFile=/nowhere/ca.crt`,
    `esdb://admin:${secret}@host?userCertFile=/nowhere/user.crt`,
  ])(
    '%j is refused with a reason in both languages, without its password, and without printing anything',
    async (url) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
      try {
        const error: unknown = await openEventStoreDB({ url }).catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ _tag: 'StorageError', fault: 'failed' })
        if (!(error instanceof StorageError)) return expect.fail('expected a StorageError')
        expect(error.text.zh).toMatch(/\p{Script=Han}/u)
        const texts = `${error.message} ${error.text.zh} ${error.stack} ${JSON.stringify(error.cause)}`
        expect(texts.length).toBeGreaterThan(50)
        expect(texts).not.toMatch(/pa55/)
        expect(warn).not.toHaveBeenCalled()
      } finally {
        warn.mockRestore()
      }
    },
  )
})
