import { Writable } from 'node:stream'
import cliProgress from 'cli-progress'
import type { Output } from '../io.js'
import { progressMeter } from './progress-meter.js'
import { type ProgressWords, progressBarLine } from './progress-text.js'
import type { Progress, ProgressState } from './progress-types.js'

/** A bar that is drawn over; `output` is a terminal. */
export const startProgressBar = (output: Output, words: ProgressWords): Progress => {
  const measure = progressMeter()
  let state: ProgressState | undefined
  const bar = new cliProgress.SingleBar({
    stream: new TerminalStream(output),
    format: (options, { progress }) =>
      state === undefined
        ? words.label
        : progressBarLine(state, words, output.columns ?? 80, (barsize) =>
            cliProgress.Format.BarFormat(progress, { ...options, barsize }),
          ),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // a process that is killed must not leave a terminal that does not wrap its lines; ours are never too long
    linewrap: true,
  })
  return {
    update(done, total) {
      const isFirst = state === undefined
      state = measure(done, total)
      if (isFirst) bar.start(state.total ?? 0, done)
      bar.setTotal(state.total ?? 0)
      bar.update(done)
    },
    end: () => bar.stop(),
  }
}

/** cli-progress draws on a stream of Node's that is a terminal. */
class TerminalStream extends Writable {
  readonly isTTY = true
  readonly #output: Output

  constructor(output: Output) {
    super({ decodeStrings: false })
    this.#output = output
  }

  get columns(): number | undefined {
    return this.#output.columns
  }

  override _write(text: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.#output.write(String(text))
    done()
  }
}
