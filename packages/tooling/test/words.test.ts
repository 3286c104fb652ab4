import { describe, expect, it } from 'vitest'
import { retiredWords } from '../src/words.ts'

const inCode = (...lines: readonly string[]) => retiredWords('packages/core/src/a.ts', lines.join('\n'))
const inTest = (...lines: readonly string[]) => retiredWords('packages/core/src/a.test.ts', lines.join('\n'))
const inMarkdown = (...lines: readonly string[]) => retiredWords('docs/a.md', lines.join('\n'))
const words = (found: ReturnType<typeof retiredWords>) => found.map(({ word }) => word)

describe('retired words in code', () => {
  it('are reported with their line and what to write instead', () => {
    expect(inCode('const a = 1', '', '/** Is told of every batch. */')).toEqual([
      { path: 'packages/core/src/a.ts', line: 3, word: 'told', instead: expect.stringContaining('reported') },
    ])
  })

  it('are found in comments, strings and parts of templates', () => {
    const found = inCode('// the bell rings', "const a = 'what it says again'", `const b = \`a heard b \${a} whoever\``)
    expect(found.map(({ line, word }) => [line, word])).toEqual([
      [1, 'bell'],
      [2, 'says again'],
      [3, 'heard'],
      [3, 'whoever'],
    ])
  })

  it('are found where a sentence continues on the next line', () => {
    expect(words(inCode('/**', ' * The log is said', ' * again.', ' */'))).toEqual(['said again'])
    expect(words(inCode('// the lock is taken back by', '// who holds it'))).toEqual(['by who holds'])
  })

  it('are found as whole names', () => {
    expect(words(inCode('type Fact = string', 'const { saw } = metadata', 'tell(saw)'))).toEqual([
      'Fact',
      'saw',
      'tell',
      'saw',
    ])
    expect(inCode('type ArtifactSource = string', 'const { sawdust, seen } = metadata', 'teller(seen)')).toEqual([])
  })

  it('are found as parts of names, in any case', () => {
    expect(words(inCode('class ADoorKeeper { #isTold = hasHEARD_it }'))).toEqual(['Door', 'Told', 'HEARD'])
    expect(inCode('const indoorCount = toldness')).toEqual([])
  })

  it('are found in the names of files', () => {
    const [found] = retiredWords('packages/core/src/rows-told.ts', '')
    expect(found).toMatchObject({ line: 1, word: "told, in the file's name" })
  })
})

describe('ordinary English and words of the domain', () => {
  it.each([
    'Two sellers can be told apart by their codes.',
    'A hash tells two such events apart.',
    'A long-lived stream.',
    'Households, an indoor classroom, a labelled batch.',
    'A message says what was expected, and the same row is read again.',
    'People who are selected; a household whose mentor left.',
    'The event names the person who decided.',
    'It depends on who wrote it.',
    'Who may read this? The auditor.',
    'The given day, the source of an event, a published figure.',
  ])('is not reported: %s', (sentence) => {
    expect(inCode(`// ${sentence}`)).toEqual([])
    expect(inMarkdown(sentence)).toEqual([])
  })
})

describe('sentences about "who"', () => {
  it.each([
    ['Who reads the log sees each event once.', 'Who'],
    ['A lock. Who holds it renews it.', 'Who'],
    ['Whoever asks waits.', 'Whoever'],
    ['It is sealed for who may not see it.', 'for who may'],
    ['An error that comes later, though who iterates meets it.', 'though who iterates'],
  ])('are reported in comments: %s', (sentence, word) => {
    expect(words(inCode(`/** ${sentence} */`))).toContain(word)
  })

  it('may be headings', () => {
    expect(inMarkdown('# Who may import whom')).toEqual([])
  })
})

describe('tests', () => {
  it('are read only for their titles', () => {
    const found = inTest(
      "describe('whoever waits', () => {",
      "  it.each([1])('is told %i', () => expect(saw).toBe('heard'))",
      `  test.skipIf(isRoot)(\`opens a door \${name}\`, () => {}) // said again`,
      '})',
    )
    expect(found.map(({ line, word }) => [line, word])).toEqual([
      [1, 'whoever'],
      [2, 'told'],
      [3, 'door'],
    ])
  })
})

describe('Markdown', () => {
  it('is read as prose; of its code also the names', () => {
    const found = inMarkdown(
      'What is told.',
      '',
      'Call `see`.',
      '',
      '```ts',
      'const saw = 1',
      '```',
      'I see what he saw.',
    )
    expect(found.map(({ line, word }) => [line, word])).toEqual([
      [1, 'told'],
      [3, 'see'],
      [6, 'saw'],
    ])
  })

  it('is reported once for a word that is prose and a name', () => {
    expect(words(inMarkdown('`patience`'))).toEqual(['patience'])
  })
})
