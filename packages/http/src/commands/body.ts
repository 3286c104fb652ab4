// Reads the body of a command: unambiguous JSON in UTF-8.
import { readJson } from '../json.js'
import { malformed, Problem } from '../problems/problem.js'

const maxDepth = 32

/** The body as JSON. Throws a `Problem` otherwise, which never quotes the body. */
export const readBody = async (request: Request): Promise<unknown> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
    throw new Problem('unsupported-media-type')
  if (request.headers.get('content-encoding') !== null) throw new Problem('unsupported-media-type')
  const text = decodeUtf8(await request.arrayBuffer())
  if (isTooDeep(text))
    throw malformed(`The body is nested deeper than ${maxDepth} levels.`, `请求正文嵌套超过 ${maxDepth} 层。`)
  const read = readJson(text)
  if (read._tag === 'Value') return read.value
  if (read._tag !== 'DuplicateKey') throw malformed('The body is not JSON.', '请求正文不是 JSON。')
  const { line, column } = read.location
  throw malformed(
    `An object has the same key twice, at line ${line}, column ${column}.`,
    `第 ${line} 行第 ${column} 列:同一对象中有重复的键。`,
  )
}

const decodeUtf8 = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw malformed('The body is not UTF-8.', '请求正文不是 UTF-8 编码。')
  }
}

/** Checked before parsing, because parsers recurse; brackets inside strings do not count. */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > maxDepth) return true
  }
  return false
}
