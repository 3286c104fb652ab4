import type { Language, Text } from '@skein/kernel'
import stringWidth from 'string-width'
import type { Io } from '../io.js'
import { progressTexts } from '../texts/progress.js'
import { grouped } from '../texts/texts.js'

/** How far something is; tell it as often as you like. */
export interface Progress {
  update(done: number, total?: number): void
  /** Shows where it ended. */
  end(): void
}

interface Setting {
  readonly io: Pick<Io, 'stdout' | 'stderr'>
  readonly json: boolean
  readonly language: Language
}

interface State {
  readonly done: number
  readonly total?: number
  readonly perSecond: number
  readonly remainingSeconds?: number
}

/** Milliseconds between two signs of life. */
const pace = { bar: 100, lines: 3000, json: 1000 }

/** A bar on a terminal, a line now and then elsewhere, JSON lines on stdout where those were asked for. */
export const progressOn = ({ io, json, language }: Setting, label: Text, unit: Text): Progress => {
  const columns = io.stderr.columns
  if (json) return paced(pace.json, (state) => io.stdout.write(`${JSON.stringify({ progress: label.en, ...state })}\n`))
  const line = (state: State): string => `${label[language]}  ${described(state, unit[language], language)}`
  if (columns === undefined) return paced(pace.lines, (state) => io.stderr.write(`${line(state)}\n`))
  return paced(
    pace.bar,
    (state) => io.stderr.write(`\r\u001b[K${withBar(label[language], state, unit[language], { columns, language })}`),
    () => io.stderr.write('\n'),
  )
}

/** The first moments say little about how long the rest takes. */
const soonest = 1000

const paced = (interval: number, show: (state: State) => void, close: () => void = () => undefined): Progress => {
  const startedAt = performance.now()
  let shownAt = startedAt
  let latest: State | undefined
  let isShown = false
  return {
    update(done, total) {
      const now = performance.now()
      const perSecond = Math.round((done * 1000) / Math.max(1, now - startedAt))
      const known = total === undefined ? {} : { total: Math.max(total, done) }
      const remaining =
        total === undefined || perSecond === 0 || now - startedAt < soonest
          ? {}
          : { remainingSeconds: Math.ceil(Math.max(0, total - done) / perSecond) }
      latest = { done, ...known, perSecond, ...remaining }
      isShown = now - shownAt >= interval
      if (!isShown) return
      shownAt = now
      show(latest)
    },
    end() {
      if (latest === undefined) return
      if (!isShown) show(latest)
      close()
    },
  }
}

const widest = 24
const narrowest = 5

/** One line, shorter than the terminal: what wraps can't be drawn over. Where there is little room, words go before the bar. */
const withBar = (
  label: string,
  state: State,
  unit: string,
  { columns, language }: { readonly columns: number; readonly language: Language },
): string => {
  const { far, speed, left } = said(state, language)
  const wordings = [[`${far} ${unit}`, speed, left], [far, speed, left], [far, left], [left]].map((words) =>
    words.filter((word) => word !== '').join('  '),
  )
  for (const words of wordings) {
    const room = columns - 1 - stringWidth(`${label}   100 %  ${words}`)
    if (room >= narrowest) return `${label}  ${bar(state, Math.min(widest, room))}${words}`
  }
  return `${label}  ${bar(state, 0)}`.trim().slice(0, Math.floor(columns / 2))
}

const bar = ({ done, total }: State, width: number): string => {
  if (total === undefined || total === 0) return ''
  const filled = Math.round((width * done) / total)
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(Math.floor((100 * done) / total)).padStart(3)} %  `
}

const said = ({ done, total, perSecond, remainingSeconds }: State, language: Language) => ({
  far: total === undefined ? grouped(done) : `${grouped(done)} / ${grouped(total)}`,
  speed: progressTexts.speed(grouped(perSecond))[language],
  left: remainingSeconds ? progressTexts.left(duration(remainingSeconds))[language] : '',
})

const described = (state: State, unit: string, language: Language): string => {
  const { far, speed, left } = said(state, language)
  return [`${far} ${unit}`, speed, ...(left === '' ? [] : [left])].join('  ')
}

/** `7 s`, `3 min 20 s`. */
export const duration = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
