import type { Projections } from '@skein/core'
import type { Language } from '@skein/kernel'
import { dateMessages, reportMessages as messages } from './messages.js'

type Figure = Projections.Figure

const marks = { exact: '', atLeast: '≥ ', about: '≈ ' } as const

/** `≥ 2,600,000`, `61.5 %`, `2018-03-27`, `–`. */
export const figureText = (figure: Figure): string => {
  const { value, certainty = 'exact' } = figure
  if (value === null) return '–'
  if (typeof value === 'string') return value
  return marks[certainty] + (isShare(figure) ? `${rounded(value * 100, 1)} %` : rounded(value, 2))
}

/** The unit of a number, the parts of a rate, the day for which it holds. */
export const figureRemarks = (figure: Figure, language: Language): string => {
  const { unit, rate, asOf } = figure
  return [
    unit?.[language],
    rate && messages.of(rounded(rate.numerator, 2), rounded(rate.denominator, 2))[language],
    asOf && dateMessages[asOf.certainty](asOf.on)[language],
  ]
    .filter((part) => part !== undefined)
    .join(language === 'zh' ? ',' : ', ')
}

/** A rate without a unit is a share of a whole; with a unit it is an amount of one thing per another. */
const isShare = ({ rate, unit }: Figure): boolean => rate !== undefined && unit === undefined

const rounded = (number: number, digits: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(number)
