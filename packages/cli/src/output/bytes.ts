const units = ['kB', 'MB', 'GB', 'TB'] as const

/** `348 kB`, `1.2 GB`: in thousands, as disks are sold, and the same in both languages. */
export const formatBytes = (bytes: number): string => {
  let [value, unit] = [bytes, 'B']
  for (const larger of units) {
    if (value < 1000) break
    value /= 1000
    unit = larger
  }
  return `${value < 10 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`
}
