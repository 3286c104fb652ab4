// The body of a command: JSON that means one thing.
import { readJson } from '../json.js'
import { malformed, Problem } from '../problems/problem.js'

const deepest = 32

/** Reads the body as JSON; throws a `Problem` that never quotes it. */
export const readBody = async (request: Request): Promise<unknown> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
    throw new Problem('unsupported-media-type')
  if (request.headers.get('content-encoding') !== null) throw new Problem('unsupported-media-type')
  const text = textOf(await request.arrayBuffer())
  if (isTooDeep(text))
    throw malformed(`The body is nested deeper than ${deepest} levels.`, `请求正文嵌套超过 ${deepest} 层。`)
  const read = readJson(text)
  if (read._tag === 'Value') return read.value
  if (read._tag !== 'Repeated') throw malformed('The body is not JSON.', '请求正文不是 JSON。')
  const { line, column } = read.place
  throw malformed(
    `A key stands twice in one object, at line ${line}, column ${column}.`,
    `第 ${line} 行第 ${column} 列:同一对象中有重复的键。`,
  )
}

const textOf = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw malformed('The body is not UTF-8.', '请求正文不是 UTF-8 编码。')
  }
}

/** Told before parsing, so that no parser has to follow; brackets within strings do not count. */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > deepest) return true
  }
  return false
}
