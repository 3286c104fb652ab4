import { type OptionTypes, option } from '@skein/kernel'
import { isTimeZone } from './local-day.js'

/** The options of everything that computes the current day. */
export const todayOptions = {
  clock: option.function,
  timeZone: {
    expected: { en: 'an IANA time zone such as "Asia/Shanghai"', zh: 'IANA 时区名,如 "Asia/Shanghai"' },
    fits: (value) => typeof value === 'string' && isTimeZone(value),
  },
} satisfies OptionTypes

/** The store that a function works on, as if it were an option. */
export const storageOption: OptionTypes = {
  storage: option.required(
    option.objectWith(
      {
        en: 'an open store such as openMemory() or await openSqlite(…)',
        zh: '已打开的存储,如 openMemory() 或 await openSqlite(…)',
      },
      'events',
      'readModels',
      'keys',
    ),
  ),
}
