import type { Io } from '../../io.js'

const delayMs = 20
const maxCharacters = 64 * 1024

/** A log that writes the lines of some milliseconds at once: a write for each request costs a tenth of a command. */
export class BufferedLog {
  readonly #output: Pick<Io['stderr'], 'write'>
  #text = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(output: Pick<Io['stderr'], 'write'>) {
    this.#output = output
  }

  write(line: string): void {
    this.#text += line
    if (this.#text.length >= maxCharacters) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), delayMs)
  }

  /** Writes what is left. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#text === '') return
    this.#output.write(this.#text)
    this.#text = ''
  }
}
