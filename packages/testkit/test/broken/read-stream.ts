import { StorageError } from '@skein/engine'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore } from './broken-store.js'

export const readStreamDefects: readonly BrokenStore[] = [
  brokenEventStore(
    'reads streams forwards only',
    ({ readStream }) => ({
      readStream: (stream, { direction, ...options } = {}) => readStream(stream, options),
    }),
    {
      'text keys': ['reads from and to revisions that no stream has as the range says'],
      read: ['reads any range of a stream in either direction', 'reads a long stream in batches, each event once'],
    },
  ),
  brokenEventStore(
    'leaves out the last requested revision',
    ({ readStream }) => ({
      readStream: (stream, { to, ...options } = {}) =>
        readStream(stream, { ...options, ...(to === undefined ? {} : { to: to - 1 }) }),
    }),
    { read: ['reads any range of a stream in either direction'] },
  ),
  brokenEventStore(
    'returns one page of a long stream',
    ({ readStream }) => ({
      readStream: async function* (...given) {
        for await (const batch of readStream(...given)) {
          yield batch
          return
        }
      },
    }),
    { read: ['reads any range of a stream in either direction', 'reads a long stream in batches, each event once'] },
  ),
  brokenEventStore(
    'fails for a missing stream',
    ({ readStream }) => ({
      readStream: async function* (...given) {
        const all = await collect(readStream(...given))
        if (all.length === 0) throw new StorageError('failed', { en: 'There is no such stream.', zh: '没有此流。' })
        yield all
      },
    }),
    {
      'text keys': [
        'finds no event under such a name or type, and reads others at the same time',
        'reads from and to revisions that no stream has as the range says',
        'throws on an append with NUL or half of a surrogate pair in a name, a type, data or metadata',
      ],
      append: [
        'rejects a revision for a missing stream and names the actual revision',
        'rejects -1, which is no revision, for a missing stream and names the actual revision',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      read: ['returns nothing for a missing stream', 'reads any range of a stream in either direction'],
    },
  ),
]
