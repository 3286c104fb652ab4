import type { RequestContext } from '../context.js'
import { tagOf } from './etag.js'
import { acceptsGzip } from './media-type.js'
import { evaluatePreconditions } from './preconditions.js'

interface Representation {
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  readonly tag: string
}

/** A text that is the same for everybody while the process runs: built, tagged and compressed once, on first use. */
export class CachedText {
  readonly #build: () => string
  readonly #type: string
  readonly #cacheControl: string
  #representation: Promise<Representation> | undefined

  constructor(build: () => string, type: string, cacheControl = 'public, max-age=300') {
    this.#build = build
    this.#type = type
    this.#cacheControl = cacheControl
  }

  async respond(context: RequestContext): Promise<Response> {
    this.#representation ??= representationOf(this.#build())
    const { plain, gzipped, tag } = await this.#representation
    const isGzipped = acceptsGzip(context.req.header('accept-encoding'))
    // not the same bytes as without compression
    context.header('ETag', isGzipped ? `W/${tag}` : tag)
    context.header('Cache-Control', this.#cacheControl)
    context.header('Vary', 'Accept-Encoding', { append: true })
    if (evaluatePreconditions(context, tag, { isStrong: !isGzipped }) === 'unchanged') return context.body(null, 304)
    const body = isGzipped ? gzipped : plain
    if (isGzipped) context.header('Content-Encoding', 'gzip')
    context.header('Content-Type', this.#type)
    context.header('Content-Length', String(body.length))
    return context.body(body)
  }
}

const representationOf = async (text: string): Promise<Representation> => {
  const plain = new TextEncoder().encode(text)
  const gzip = new Response(plain).body?.pipeThrough(new CompressionStream('gzip'))
  return { plain, gzipped: new Uint8Array(await new Response(gzip).arrayBuffer()), tag: tagOf(plain) }
}
