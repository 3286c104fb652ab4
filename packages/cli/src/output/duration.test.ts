import { describe, expect, it } from 'vitest'
import { formatDuration } from './duration.js'

describe('a duration', () => {
  it.each([
    [0, '0 sec', '0秒'],
    [59, '59 sec', '59秒'],
    [60, '1 min 0 sec', '1分钟 0秒'],
    [200, '3 min 20 sec', '3分钟 20秒'],
    [7384, '2 hr 3 min', '2小时 3分钟'],
  ])('of %i seconds is shown in its two largest units: %s, %s', (seconds, english, chinese) => {
    expect(formatDuration(seconds, 'en')).toBe(english)
    expect(formatDuration(seconds, 'zh')).toBe(chinese)
  })
})
