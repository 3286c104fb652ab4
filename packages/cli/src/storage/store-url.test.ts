import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { Failure } from '../failure.js'
import { parseStoreUrl } from './store-url.js'

describe('a store URL', () => {
  it.each([
    ['memory:', { kind: 'memory' }],
    ['sqlite:./base.db', { kind: 'sqlite', path: './base.db' }],
    ['sqlite:base.db', { kind: 'sqlite', path: 'base.db' }],
    ['SQLite:/var/base.db', { kind: 'sqlite', path: '/var/base.db' }],
    ['sqlite:///var/base.db', { kind: 'sqlite', path: '/var/base.db' }],
    ['sqlite:C:\\data\\base.db', { kind: 'sqlite', path: 'C:\\data\\base.db' }],
    ['sqlite:./基地 1.db', { kind: 'sqlite', path: './基地 1.db' }],
  ])('%s', (text, url) => expect(parseStoreUrl(text, '--store')).toEqual(url))

  it.each(['', 'sqlite:', 'sqlite::memory:', 'sqlite://base.db', 'sqlite:////x', 'memory', 'memory:x', 'mysql://h/d'])(
    'not %j',
    (text) => expect(() => parseStoreUrl(text, '--store')).toThrow(Failure),
  )

  it.each(['postgres', 'postgresql', 'esdb', 'esdb+discover', 'kurrentdb'])(
    'of %s names the package to come',
    (scheme) => expect(() => parseStoreUrl(`${scheme}://who:secret@host/x`, '--store')).toThrow('@skein/storage-'),
  )
})

test.prop([fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z0-9]{12}$/)])(
  'a password is never repeated',
  (scheme, password) => {
    try {
      parseStoreUrl(`${scheme}://who:${password}@host/db`, '--store')
    } catch (error) {
      expect(String(error)).not.toContain(password)
    }
  },
)
