import type { Projections } from '@skein/core'
import type { Language } from '@skein/kernel'
import { dateTexts, reportTexts as texts } from './texts.js'

type Figure = Projections.Figure

const marks = { exact: '', atLeast: '≥ ', about: '≈ ' } as const

/** `≥ 2,600,000`, `61.5 %`, `2018-03-27`, `–`. */
export const figureText = (figure: Figure): string => {
  const { value, certainty = 'exact' } = figure
  if (value === null) return '–'
  if (typeof value === 'string') return value
  return marks[certainty] + (isPart(figure) ? `${rounded(value * 100, 1)} %` : rounded(value, 2))
}

/** What else there is to say of a number: its unit, the parts of a rate, the day it is true of. */
export const remarksOf = (figure: Figure, language: Language): string => {
  const { unit, rate, asOf } = figure
  return [
    unit?.[language],
    rate && texts.of(rounded(rate.numerator, 2), rounded(rate.denominator, 2))[language],
    asOf && dateTexts[asOf.certainty](asOf.on)[language],
  ]
    .filter((part) => part !== undefined)
    .join(language === 'zh' ? ',' : ', ')
}

/** A rate with a unit is so many of one thing per other; without, it is a part of a whole. */
const isPart = ({ rate, unit }: Figure): boolean => rate !== undefined && unit === undefined

const rounded = (number: number, digits: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(number)
