import ts from 'typescript'
import { names, partsOfNames, prose, type RetiredWord, sentences } from '../lint/retired-words.ts'

/** A retired word where it stands; lines count from 1. */
export interface Found {
  readonly path: string
  readonly line: number
  readonly word: string
  readonly instead: string
}

/** A stretch of a file in which words are looked for; comments and titles are sentences, names are not. */
interface Passage {
  readonly kind: 'comment' | 'string' | 'title' | 'name' | 'markdown'
  readonly text: string
  readonly offset: number
}

/** The retired words of a file: of tests only the titles are read, of other code everything. */
export const retiredWords = (path: string, text: string): readonly Found[] => {
  const inText = passagesOf(path, text).flatMap((passage) =>
    wordsOf(passage).map(({ offset, ...found }) => ({ path, line: lineOf(text, passage.offset + offset), ...found })),
  )
  const inPath = nameFindings(path).map(({ word, instead }) => ({
    path,
    line: 1,
    word: `${word}, in the file's name`,
    instead,
  }))
  // a word in code inside Markdown is prose and a name
  const unique = new Map([...inPath, ...inText].map((found) => [`${found.line} ${found.word}`, found]))
  return [...unique.values()].toSorted((a, b) => a.line - b.line)
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

type Finding = Pick<Found, 'word' | 'instead'>

const wordsOf = ({ kind, text }: Passage): readonly (Finding & { readonly offset: number })[] => {
  if (kind === 'name') return nameFindings(text).map((found) => ({ offset: 0, ...found }))
  const list = kind === 'comment' || kind === 'title' ? [...prose, ...sentences] : prose
  return list.flatMap((retired) => matchesOf(retired, text)).toSorted((a, b) => a.offset - b.offset)
}

const matchesOf = ({ pattern, instead }: RetiredWord, text: string) =>
  [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map((match) => ({
    offset: match.index,
    word: match[0].replaceAll(/\s+/g, ' '),
    instead,
  }))

/** A name is retired as a whole, or because of one of its parts. A path is a name of many parts. */
const nameFindings = (name: string): readonly Finding[] => {
  const whole = names.get(name)
  if (whole !== undefined) return [{ word: name, instead: whole }]
  const parts = name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
  return parts.flatMap((part) => {
    const instead = partsOfNames.get(part.toLowerCase())
    return instead === undefined ? [] : [{ word: part, instead }]
  })
}

const passagesOf = (path: string, text: string): readonly Passage[] => {
  if (path.endsWith('.md')) return passagesOfMarkdown(text)
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return isTest(path) ? titlesIn(file) : passagesOfCode(file)
}

const isTest = (path: string) => /\.test\.ts$|\/test\//.test(path)

/** Prose as it stands; of code, in fences and between backticks, also the names. */
const passagesOfMarkdown = (text: string): readonly Passage[] => {
  const code = [...text.matchAll(/^```(?:ts|typescript)\b.*\n([\s\S]*?)^```/gm), ...text.matchAll(/`([^`\n]+)`/g)]
  const namesIn = (match: RegExpExecArray): readonly Passage[] => {
    const inside = match[1] ?? ''
    const start = match.index + match[0].indexOf(inside)
    return [...inside.matchAll(/[A-Za-z_$][\w$]*/g)].map((name) => ({
      kind: 'name',
      text: name[0],
      offset: start + name.index,
    }))
  }
  return [{ kind: 'markdown', text, offset: 0 }, ...code.flatMap(namesIn)]
}

const passagesOfCode = (file: ts.SourceFile): readonly Passage[] => {
  const passages: Passage[] = []
  const add = (kind: Passage['kind'], start: number, end: number) =>
    passages.push({ kind, text: file.text.slice(start, end), offset: start })
  const visit = (node: ts.Node): void => {
    // documentation comments are read as the comments before a token
    const children = node.getChildren(file).filter((child) => !ts.isJSDoc(child))
    for (const child of children) visit(child)
    if (children.length > 0) return
    const start = node.getStart(file)
    // what stands before a token is white space and comments
    if (start > node.pos) passages.push(commentsIn(file.text, node.pos, start))
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) add('name', start, node.end)
    else if (ts.isStringLiteralLike(node) || isTemplatePart(node)) add('string', start, node.end)
  }
  visit(file)
  return passages
}

const isTemplatePart = (node: ts.Node): boolean =>
  ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)

/** Comments without their marks, so that a sentence may go over several lines. */
const commentsIn = (text: string, start: number, end: number): Passage => ({
  kind: 'comment',
  text: text.slice(start, end).replaceAll(/\/\*\*?|\*\/|\/\/|^[ \t]*\*/gm, (mark) => ' '.repeat(mark.length)),
  offset: start,
})

const testFunctions = new Set(['it', 'test', 'describe', 'step'])

/** The titles of tests: the first argument of `it('…')`, `it.each(…)('…')`, `test.skipIf(…)('…')`. */
const titlesIn = (file: ts.SourceFile): readonly Passage[] => {
  const titles: Passage[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && testFunctions.has(functionName(node.expression))) {
      const [title] = node.arguments
      if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
        titles.push({ kind: 'title', text: title.getText(file).slice(1, -1), offset: title.getStart(file) + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return titles
}

const functionName = (called: ts.Expression): string => {
  if (ts.isIdentifier(called)) return called.text
  if (ts.isPropertyAccessExpression(called) || ts.isCallExpression(called)) return functionName(called.expression)
  return ''
}
