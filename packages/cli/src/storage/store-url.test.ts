import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { Failure } from '../failures/failure.js'
import { parseStoreUrl, withHarmlessOptions, withoutSecrets } from './store-url.js'

describe('a store URL', () => {
  it.each([
    ['memory:', { kind: 'memory' }],
    ['sqlite:./base.db', { kind: 'sqlite', path: './base.db' }],
    ['sqlite:base.db', { kind: 'sqlite', path: 'base.db' }],
    ['SQLite:/var/base.db', { kind: 'sqlite', path: '/var/base.db' }],
    ['sqlite:///var/base.db', { kind: 'sqlite', path: '/var/base.db' }],
    ['sqlite:C:\\data\\base.db', { kind: 'sqlite', path: 'C:\\data\\base.db' }],
    [
      'postgres://who:pass@host:5432/base?schema=a',
      { kind: 'postgres', url: 'postgres://who:pass@host:5432/base?schema=a' },
    ],
    ['PostgreSQL://host/base', { kind: 'postgres', url: 'postgresql://host/base' }],
    ['sqlite:./基地 1.db', { kind: 'sqlite', path: './基地 1.db' }],
  ])('%s', (text, url) => expect(parseStoreUrl(text, '--store')).toEqual(url))

  it.each([
    '',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://base.db',
    'sqlite:////x',
    'memory',
    'memory:x',
    'mysql://h/d',
    'postgres:base',
    'esdb:host',
  ])('is not %j', (text) => expect(() => parseStoreUrl(text, '--store')).toThrow(Failure))

  it.each(['esdb', 'esdb+discover', 'kurrentdb'])('with the scheme %s is for events only', (scheme) => {
    const url = `${scheme}://who:secret@host:2113?tls=false`
    expect(parseStoreUrl(url, '--store')).toEqual({ kind: 'eventstoredb', url })
    expect(() => parseStoreUrl(url, '--read-models')).toThrow('events only')
  })
})

it.each([
  ['sqlite:./a@b?c.db', 'sqlite:./a@b?c.db'],
  ['postgres://who:sec/r@et@host:5432/base?password=other', 'postgres://…@host:5432/base'],
  ['postgres://host/base', 'postgres://host/base'],
  ['esdb://host:2113?connectionName=worker@pod-1', 'esdb://host:2113'],
  ['esdb://who:se?cret@host:2113?connectionName=worker@pod-1', 'esdb://…@host:2113'],
])('%s is shown as %s', (text, shown) => expect(withoutSecrets(text)).toBe(shown))

it.each([
  ['esdb://admin:secret@host:2113?tls=false&userKeyFile=./k', 'esdb://…@host:2113?tls=false'],
  ['postgres://host/base?password=secret&schema=a', 'postgres://host/base?schema=a'],
  ['sqlite:./base.db', 'sqlite:./base.db'],
])('%s can be typed again as %s', (text, shown) => expect(withHarmlessOptions(text)).toBe(shown))

test.prop([
  fc.constantFrom(
    'esdb:/',
    'esdb:///',
    'postgres:/',
    'postgres:',
    'sqlite://',
    'mysql://',
    'esdb+discover:/',
    'who:',
    '',
    'a:b:',
  ),
  fc.stringMatching(/^[a-z0-9]{12}$/),
  fc.constantFrom('@host', '@host/db?x=1', '@', '/x@host', '?@host'),
])('nothing that may be a password is contained in the error', (start, password, end) => {
  for (const text of [`${start}who:${password}${end}`, `${start}${password}${end}`])
    try {
      parseStoreUrl(text, '--store')
    } catch (error) {
      expect(String(error)).not.toContain(password)
    }
})
