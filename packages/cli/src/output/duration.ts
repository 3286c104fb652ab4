import type { Language } from '@skein/kernel'

const units = [
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** The two largest units: `7 sec`, `3 min 20 sec`, `3分钟 20秒`. */
export const formatDuration = (seconds: number, language: Language): string => {
  const largest = units.findIndex(([, length]) => seconds >= length)
  let rest = seconds
  return units
    .slice(largest < 0 ? -1 : largest)
    .slice(0, 2)
    .map(([unit, length]) => {
      const count = Math.floor(rest / length)
      rest -= count * length
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count)
    })
    .join(' ')
}
