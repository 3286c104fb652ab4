import { type BrokenStore, brokenEventStore } from './broken-store.js'

/** A store that changes stream names, so that `difference` between two names is lost. */
const brokenNames = (
  defect: string,
  difference: string,
  change: (stream: string) => string,
  others: { readonly append: readonly string[]; readonly textKeys: readonly string[] } = { append: [], textKeys: [] },
): BrokenStore =>
  brokenEventStore(
    defect,
    ({ append, readStream }) => ({
      append: (stream, events, expected, previous) => append(change(stream), events, expected, previous),
      readStream: (stream, options) => readStream(change(stream), options),
    }),
    {
      append: [`separates streams whose names differ by ${difference}`, ...others.append],
      'text keys': others.textKeys,
    },
  )

export const streamNameDefects: readonly BrokenStore[] = [
  brokenNames('ignores the letter case of stream names', 'letter case', (name) => name.toLowerCase()),
  brokenNames('composes the characters of stream names', 'Unicode composition', (name) => name.normalize('NFC')),
  brokenNames('trims stream names', 'a trailing space', (name) => name.trimEnd()),
  brokenNames('decodes stream names as URLs', 'characters of patterns and URLs', (name) => name.replaceAll('%25', '%')),
  brokenNames(
    'drops half of the surrogate pairs in stream names',
    'half of a surrogate pair',
    (name) => name.replaceAll(/[\udc00-\udfff]/g, ''),
    {
      append: ['stores every text byte for byte'],
      textKeys: [
        'throws on an append with NUL or half of a surrogate pair in a name, a type, data or metadata',
        'finds no event under such a name or type, and reads others at the same time',
      ],
    },
  ),
]
