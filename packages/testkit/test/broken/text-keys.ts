import * as E from 'fp-ts/lib/Either.js'
import { type BrokenStore, brokenEventStore, brokenKeyStore, brokenReadModelStore } from './broken-store.js'

const withoutNul = (text: string): string => text.replaceAll('\0', '')
const of = (title: string) => ({ 'text keys': [title] })
export const refusedRevisions = [2 ** 31, 2 ** 53, 0.5, Number.NaN].map(
  (expected) => `rejects ${expected}, which no stream has as its revision, and names the actual revision`,
)

export const textKeyDefects: readonly BrokenStore[] = [
  brokenEventStore(
    'drops NUL from what it stores',
    ({ append }) => ({
      append: (stream, events, ...others) =>
        append(
          withoutNul(stream),
          events.map((event) => ({ ...event, data: withoutNul(event.data) })),
          ...others,
        ),
    }),
    of('throws on an append with NUL or half of a surrogate pair in a name, a type, data or metadata'),
  ),
  brokenEventStore(
    'drops NUL from the name of a stream that is read',
    ({ readStream }) => ({ readStream: (stream, options) => readStream(withoutNul(stream), options) }),
    of('finds no event under such a name or type, and reads others at the same time'),
  ),
  brokenEventStore(
    'answers a revision that it cannot express as a failure',
    ({ append }) => ({
      append: (stream, events, expected, previous) =>
        expected === 'none' || (Number.isInteger(expected) && expected < 2 ** 31)
          ? append(stream, events, expected, previous)
          : async () =>
              E.left({
                _tag: 'Unavailable',
                written: 'no',
                reason: { en: 'The revision is out of range.', zh: '序号超出范围。' },
              }),
    }),
    { 'text keys': refusedRevisions },
  ),
  brokenEventStore(
    'reads nothing up to a revision that it cannot express',
    ({ readStream }) => ({
      readStream: (stream, options) => readStream(stream, (options?.to ?? 0) < 2 ** 31 ? options : { to: -1 }),
    }),
    of('reads from and to revisions that no stream has as the range says'),
  ),
  brokenReadModelStore(
    'drops NUL from keys',
    ({ commit }) => ({
      commit: (id, given) =>
        commit(id, { ...given, puts: given.puts.map((put) => ({ ...put, key: withoutNul(put.key) })) }),
    }),
    of('commits nothing under such a key, and finds nothing under it'),
  ),
  brokenKeyStore(
    'drops NUL from scopes',
    ({ claim }) => ({ claim: (scope, ...others) => claim(withoutNul(scope), ...others) }),
    of('grants no lock and no claim, and keeps no key, under such a name'),
  ),
]
