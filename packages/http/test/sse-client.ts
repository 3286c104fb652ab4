/** An event that the feed sent; the fields that tests read. */
export interface ReceivedEvent {
  readonly id: string
  readonly subject: string
  readonly position: string
}

/** A client of server-sent events, as the standard describes it. */
export class SseClient {
  readonly events: ReceivedEvent[] = []
  lastEventId: string | undefined
  heartbeats = 0
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()
  #incomplete = ''
  #taken = 0
  #isDone = false

  constructor(response: Response) {
    if (response.status !== 200 || response.body === null) throw new Error(`no feed, but status ${response.status}`)
    this.#reader = response.body.getReader()
  }

  /** The next `count` events. */
  async take(count: number): Promise<readonly ReceivedEvent[]> {
    await this.readUntil(() => this.events.length - this.#taken >= count)
    const taken = this.events.slice(this.#taken, this.#taken + count)
    this.#taken += count
    return taken
  }

  async readUntil(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      if (this.#isDone) throw new Error('the feed ended too early')
      await this.read()
    }
  }

  /** Reads one chunk; false at the end. */
  async read(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    this.#isDone = done
    if (done) return false
    this.#incomplete += this.#decoder.decode(value, { stream: true })
    const blocks = this.#incomplete.split('\n\n')
    this.#incomplete = blocks.pop() ?? ''
    for (const block of blocks) this.#parse(block)
    return true
  }

  async readToEnd(): Promise<void> {
    while (await this.read());
  }

  cancel(): Promise<void> {
    return this.#reader.cancel()
  }

  #parse(block: string): void {
    if (block.startsWith(':')) this.heartbeats += 1
    let data = ''
    for (const line of block.split('\n')) {
      if (line.startsWith('id: ')) this.lastEventId = line.slice(4)
      if (line.startsWith('data: ')) data += line.slice(6)
    }
    // boundary: what the API sends; the contract's test validates events
    if (data !== '') this.events.push(JSON.parse(data) as ReceivedEvent)
  }
}
