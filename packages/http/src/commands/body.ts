// Reads the body of a command: unambiguous JSON in UTF-8, of a bounded size.
import { readJsonWithin } from '../json.js'
import { malformed, Problem } from '../problems/problem.js'

/** In a text beyond `locatedLength` characters, a key that is there twice is not located, which would take as long again. */
const limits = { depth: 32, keys: 1000, locatedLength: 16_384 }

/**
 * The body as JSON. Throws a `Problem` otherwise, which never quotes the body.
 *
 * @param maxBytes no more is read
 * @param onBytes gets the size of the body before it is parsed
 */
export const readBody = async (
  request: Request,
  maxBytes: number,
  onBytes?: (bytes: number) => void,
): Promise<unknown> => {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type))
    throw new Problem('unsupported-media-type', {}, { Accept: 'application/json' })
  if (request.headers.get('content-encoding') !== null)
    throw new Problem('unsupported-media-type', {}, { 'Accept-Encoding': 'identity' })
  const bytes = await bytesOf(request, maxBytes)
  onBytes?.(bytes.length)
  return parse(decodeUtf8(bytes))
}

/** Reads the whole body. Chunked bodies say their length only at their end. */
const bytesOf = async (request: Request, maxBytes: number): Promise<Uint8Array> => {
  const announced = request.headers.get('content-length')
  if (announced !== null) {
    if (Number(announced) > maxBytes) throw new Problem('too-large')
    return new Uint8Array(await received(request.arrayBuffer()))
  }
  const reader = request.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for (let length = 0; ; ) {
    const { done, value } = await received(reader.read())
    if (done) return joined(chunks, length)
    length += value.length
    if (length > maxBytes) {
      void reader.cancel().catch(() => undefined)
      throw new Problem('too-large')
    }
    chunks.push(value)
  }
}

/** A client that hangs up in the middle of its body sent nothing that can be understood. */
const received = async <Result>(reading: Promise<Result>): Promise<Result> => {
  try {
    return await reading
  } catch {
    throw malformed('The body did not arrive completely.', '请求正文未完整到达。')
  }
}

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw malformed('The body is not UTF-8.', '请求正文不是 UTF-8 编码。')
  }
}

const parse = (text: string): unknown => {
  const read = readJsonWithin(text, limits)
  switch (read._tag) {
    case 'Value':
      return read.value
    case 'TooDeep':
      throw malformed(`The body is nested deeper than ${limits.depth} levels.`, `请求正文嵌套超过 ${limits.depth} 层。`)
    case 'TooManyKeys':
      throw malformed(`An object has more than ${limits.keys} keys.`, `有对象的键超过 ${limits.keys} 个。`)
    case 'Invalid':
      throw malformed('The body is not JSON.', '请求正文不是 JSON。')
    case 'DuplicateKey': {
      const location = text.length > limits.locatedLength ? undefined : read.location
      if (location === undefined) throw malformed('An object has the same key twice.', '同一对象中有重复的键。')
      const { line, column } = location
      throw malformed(
        `An object has the same key twice, at line ${line}, column ${column}.`,
        `第 ${line} 行第 ${column} 列:同一对象中有重复的键。`,
      )
    }
  }
}
