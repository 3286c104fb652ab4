import { describe, expect, it, vi } from 'vitest'
import { readConnection } from '../src/connection.js'
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
  ])('%s is read', (given, url, name) => {
    expect(readConnection(given)).toEqual({ url, name, requiresLeader: true })
  })

  it('that prefers another node than the leader lets any node answer', () => {
    expect(readConnection('esdb://a,b?nodePreference=follower').requiresLeader).toBe(false)
    expect(readConnection('esdb://a,b?NodePreference=Leader').requiresLeader).toBe(true)
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
  ])('%j is refused with a reason, in silence, and without its password', async (url) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    try {
      const error: unknown = await openEventStoreDB({ url }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ _tag: 'StorageError', fault: 'failed' })
      const said = error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error.cause)}` : ''
      expect(said.length).toBeGreaterThan(50)
      expect(said).not.toMatch(/pa55/)
      expect(warn).not.toHaveBeenCalled()
    } finally {
      warn.mockRestore()
    }
  })
})
