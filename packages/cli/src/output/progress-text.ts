import type { Language } from '@skein/kernel'
import stringWidth from 'string-width'
import { grouped } from '../messages/messages.js'
import { progressMessages as messages } from '../messages/progress.js'
import { formatDuration } from './duration.js'
import type { ProgressState } from './progress-types.js'

/** The words around the numbers. */
export interface ProgressWords {
  readonly label: string
  readonly unit: string
  readonly language: Language
}

/** `rebuild  1,000 / 10,000 events  2,000/s  5 sec left`. */
export const progressLine = (state: ProgressState, words: ProgressWords): string => {
  const { count, speed, remaining } = partsOf(state, words.language)
  return joined([words.label, `${count} ${words.unit}`, speed, remaining])
}

const barWidth = { min: 5, max: 24 }

/**
 * One line that is narrower than the terminal: a line that wraps could not be drawn over. On a narrow terminal some of
 * the words are left out before the bar is.
 * @param drawBar draws a bar of so many columns
 */
export const progressBarLine = (
  state: ProgressState,
  { label, unit, language }: ProgressWords,
  columns: number,
  drawBar: (width: number) => string,
): string => {
  const { count, speed, remaining, percentage } = partsOf(state, language)
  const choices = [[`${count} ${unit}`, speed, remaining], [count, speed, remaining], [count, remaining], [remaining]]
  for (const words of choices.map(joined)) {
    const spaceBeside = (text: string): number => columns - 1 - stringWidth(text)
    if (percentage === '') {
      const line = joined([label, words])
      if (spaceBeside(line) >= 0) return line
      continue
    }
    const space = spaceBeside(joined([label, ` ${percentage}`, words]))
    if (space < barWidth.min) continue
    return joined([label, `${drawBar(Math.min(barWidth.max, space))} ${percentage}`, words])
  }
  return joined([label, percentage]).slice(0, Math.floor((columns - 1) / 2))
}

const partsOf = ({ done, total, perSecond, remainingSeconds }: ProgressState, language: Language) => ({
  count: total === undefined ? grouped(done) : `${grouped(done)} / ${grouped(total)}`,
  speed: messages.speed(grouped(perSecond))[language],
  remaining: remainingSeconds ? messages.remaining(formatDuration(remainingSeconds, language))[language] : '',
  percentage: total ? `${String(Math.floor((100 * done) / total)).padStart(3)} %` : '',
})

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ')
