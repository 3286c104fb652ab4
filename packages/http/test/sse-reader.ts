/** A client of server-sent events, as the standard says. */
export interface Told {
  readonly id: string
  readonly subject: string
  readonly position: string
}

export class SseReader {
  readonly events: Told[] = []
  lastEventId: string | undefined
  beats = 0
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  #rest = ''
  #taken = 0
  #done = false

  constructor(response: Response) {
    if (response.status !== 200 || response.body === null) throw new Error(`no stream: ${response.status}`)
    this.#reader = response.body.getReader()
  }

  /** The next so many events. */
  async take(count: number): Promise<readonly Told[]> {
    await this.until(() => this.events.length - this.#taken >= count)
    const taken = this.events.slice(this.#taken, this.#taken + count)
    this.#taken += count
    return taken
  }

  async until(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      if (this.#done) throw new Error('the stream ended before')
      await this.read()
    }
  }

  /** One chunk more. */
  async read(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    this.#done = done
    if (done) return false
    this.#rest += this.#decoder.decode(value, { stream: true })
    const blocks = this.#rest.split('\n\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) this.#block(block)
    return true
  }

  async end(): Promise<void> {
    while (await this.read());
  }

  cancel(): Promise<void> {
    return this.#reader.cancel()
  }

  #block(block: string): void {
    if (block.startsWith(':')) this.beats += 1
    let data = ''
    for (const line of block.split('\n')) {
      if (line.startsWith('id: ')) this.lastEventId = line.slice(4)
      if (line.startsWith('data: ')) data += line.slice(6)
    }
    // boundary: what the API tells; its ids are compared by the tests
    if (data !== '') this.events.push(JSON.parse(data) as Told)
  }
}
