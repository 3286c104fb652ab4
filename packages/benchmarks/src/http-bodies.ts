// Generated bodies of 64 kB: nesting, escapes, numbers, keys, arrays and Unicode, whole and broken.

export interface Body {
  readonly name: string
  readonly text: string
  /** The same JSON, if the text is broken. */
  readonly valid: string
}

const size = 64 * 1024

/** As many parts as fit, between an opening and a closing text. */
const filled = (part: (index: number) => string, opening = '[', closing = ']'): string => {
  const parts: string[] = []
  let bytes = Buffer.byteLength(opening + closing)
  for (let index = 0; ; index += 1) {
    const next = part(index)
    bytes += Buffer.byteLength(next) + 1
    if (bytes > size) return opening + parts.join() + closing
    parts.push(next)
  }
}

/** A text of so many bytes, repeated within a string. */
const string = (part: string): string => `{"a":"${part.repeat((size - 10) / Buffer.byteLength(part))}"}`

/** Objects of 900 keys each: more than 1,000 are refused at once. */
const objects = (pair: (index: number) => string): string =>
  filled((index) => `{${Array.from({ length: 900 }, (_, at) => pair(900 * index + at)).join()}}`)

/** JSON like that of commands. */
export const records = filled(
  (index) =>
    `{"traineeId":"trainee-${index}","hours":${index % 9},"present":true,"note":"came late to session ${index}"}`,
  '{"present":[',
  ']}',
)

const kinds: Readonly<Record<string, string>> = {
  records,
  'a long string': string('x'),
  'escaped quotes': string('\\"'),
  'escaped backslashes': string('\\\\'),
  'Unicode escapes': string('\\u4e2d'),
  'Chinese text': string('中'),
  'characters beyond the basic plane': string('𠮷'),
  'strings with an escape': filled(() => '"\\n"'),
  'arrays, 30 deep': filled(() => '['.repeat(30) + ']'.repeat(30)),
  'objects, 30 deep': filled(() => `${'{"a":'.repeat(30)}0${'}'.repeat(30)}`),
  'empty arrays': filled(() => '[]'),
  'empty objects': filled(() => '{}'),
  'empty strings': filled(() => '""'),
  literals: filled(() => 'null'),
  digits: filled((index) => String(index % 10)),
  fractions: filled((index) => String(Math.sqrt(index + 0.5))),
  exponents: filled(() => '1e308'),
  'a long number': filled(() => '1'.repeat(size - 10)),
  spaces: `{"a"${' '.repeat(size - 10)}:1}`,
  'distinct keys': objects((index) => `"k${index}":0`),
  'short keys': objects((index) => `"${index.toString(36)}":0`),
  'numbers as keys': objects((index) => `"${index}":0`),
  'Chinese keys': objects((index) => `"键${index}":0`),
  'objects of one key': filled((index) => `{"a":${index}}`),
  'escaped keys': objects((index) => `"\\u006b${index}":0`),
  'short escaped keys': objects((index) => `"\\n${index.toString(36)}":0`),
  'one escaped key': objects((index) => `"k${index}${index % 900 === 0 ? '\\n' : ''}":0`),
  'escaped keys in small objects': filled((index) => `{"\\u0061":${index},"\\u0062":[]}`),
  'quotes in keys of small objects': filled((index) => `{"\\"":${index},"\\\\":[]}`),
}

/** What is wrong with a body that is not read as it is. */
const faults: Readonly<Record<string, (text: string) => string>> = {
  'without its end': (text) => text.slice(0, -1),
  'with a comma too many': (text) => `${text.slice(0, -1)},${text.slice(-1)}`,
  'with a key twice at its end': (text) => text.replace(/("[^"]*":0)\}\]$/, '$1,$1}]'),
}

const broken = Object.entries(kinds).flatMap(([kind, valid]) =>
  Object.entries(faults).flatMap(([fault, breakIt]) => {
    const text = breakIt(valid)
    return text === valid ? [] : [{ name: `${kind} ${fault}`, text: text.slice(0, size), valid }]
  }),
)

/** No JSON of any kind. */
const garbage = Object.entries({
  letters: 'x',
  quotes: '"',
  colons: ':',
  'opening brackets': '[',
  'opening braces': '{"a":',
  'thousands of keys': '{"a":0,"b":0,',
}).map(([name, part]) => ({ name, text: part.repeat(size / part.length), valid: records }))

export const bodies: readonly Body[] = [
  ...Object.entries(kinds).map(([name, text]) => ({ name, text, valid: text })),
  ...broken,
  ...garbage,
]
