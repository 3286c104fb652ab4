import { checkOptions, type OptionTypes, option } from '@skein/kernel'
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

const domainOption: OptionTypes = {
  domain: option.required(
    option.objectWith(
      { en: 'a domain, such as composeDomain(…) returns', zh: '领域,如 composeDomain(…) 的返回值' },
      'aggregates',
      'projections',
      'views',
    ),
  ),
}

/** Throws `Misconfigured` where the domain or the store that a function was called with is none: a promise, for example. */
export const checkDomainAndStorage = (call: string, domain: unknown, storage: unknown): void =>
  checkOptions(call, { domain, storage }, { ...domainOption, ...storageOption })

/** The same for functions without a domain. */
export const checkStorage = (call: string, storage: unknown): void => checkOptions(call, { storage }, storageOption)
