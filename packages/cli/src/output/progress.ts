import type { Language, Text } from '@skein/kernel'
import type { Io } from '../io.js'
import { everyInterval } from './progress-interval.js'
import { type ProgressWords, progressLine } from './progress-text.js'
import type { Progress } from './progress-types.js'

export interface ProgressSettings {
  readonly io: Pick<Io, 'stdout' | 'stderr'>
  readonly json: boolean
  readonly language: Language
}

/** JSON lines on stdout where JSON was asked for; on stderr a bar on a terminal, and a plain line now and then elsewhere. */
export const startProgress = async (settings: ProgressSettings, label: Text, unit: Text): Promise<Progress> => {
  const { io, json, language } = settings
  if (json)
    return everyInterval(1000, (state) => io.stdout.write(`${JSON.stringify({ progress: label.en, ...state })}\n`))
  const words: ProgressWords = { label: label[language], unit: unit[language], language }
  if (io.stderr.columns === undefined)
    return everyInterval(3000, (state) => io.stderr.write(`${progressLine(state, words)}\n`))
  const { startProgressBar } = await import('./progress-bar.js')
  return startProgressBar(io.stderr, words)
}
