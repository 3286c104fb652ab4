// What the options of the public functions take, for callers without types.
import { type OptionTypes, option } from '@skein/kernel'
import type { Limits } from './options.js'

const aRuntime = {
  en: 'a runtime, from createRuntime(domain, storage, …)',
  zh: 'createRuntime(domain, storage, …) 返回的运行时',
}
const anAuth = { en: 'a function such as jwtAuth({ secret }) returns', zh: 'jwtAuth({ secret }) 之类返回的函数' }
const origins = {
  en: 'an array of origins, such as ["https://office.example.cn"]',
  zh: '来源数组,如 ["https://office.example.cn"]',
}
const hosts = { en: 'an array of host names, such as ["api.example.cn"]', zh: '主机名数组,如 ["api.example.cn"]' }
const webAddress = {
  en: 'an address such as "https://api.example.cn/skein"',
  zh: '地址,如 "https://api.example.cn/skein"',
}

const isWebAddress = (value: unknown): boolean => /^https?:$/.test(URL.parse(String(value))?.protocol ?? '')

export const httpApiOptions: OptionTypes = {
  runtime: option.required(option.objectWith(aRuntime, 'domain', 'execute', 'read')),
  auth: option.required({ ...option.function, expected: anAuth }),
  access: option.objectWith({
    en: 'the roles of commands, such as { AwardCertificate: ["base"] }',
    zh: '各命令的角色,如 { AwardCertificate: ["base"] }',
  }),
  logger: option.objectWith(
    { en: 'a logger with info, warn and error', zh: '含 info、warn、error 的日志器' },
    'info',
    'warn',
    'error',
  ),
  metrics: option.objectWith({ en: 'the result of createMetrics()', zh: 'createMetrics() 的结果' }, 'observe'),
  allowedOrigins: { ...option.texts, expected: origins },
  allowedHosts: { ...option.texts, expected: hosts },
  publicUrl: { expected: webAddress, fits: isWebAddress },
}

const positive = {
  expected: { en: 'a number above 0', zh: '大于 0 的数' },
  fits: (value: unknown) => typeof value === 'number' && value > 0,
}

export const limitOptions: Record<keyof Limits, OptionTypes[string]> = {
  bodyBytes: option.wholeNumber(1),
  bundleBytes: option.wholeNumber(1),
  bundleCommands: option.wholeNumber(1),
  changedStreams: option.wholeNumber(1),
  requestsPerSecond: positive,
  burst: option.wholeNumber(1),
  anonymousRequestsPerSecond: positive,
  anonymousBurst: option.wholeNumber(1),
  requestTimeoutMs: option.wholeNumber(1),
  projectionTimeoutMs: option.wholeNumber(0),
  scanTimeMs: option.wholeNumber(0),
  pastEvents: option.wholeNumber(0),
  pastReadModels: option.wholeNumber(1),
  openFeeds: option.wholeNumber(0),
  openFeedsOfSubject: option.wholeNumber(0),
  heartbeatIntervalMs: option.wholeNumber(1),
  stalledReaderTimeoutMs: option.wholeNumber(1),
  readModelLag: option.wholeNumber(0),
  readModelDelayMs: option.wholeNumber(0),
}

const aText = option.text({ en: 'a text', zh: '文本' })

export const jwtAuthOptions: OptionTypes = {
  jwksUrl: {
    expected: {
      en: 'an address such as "https://login.example.cn/jwks.json"',
      zh: '地址,如 "https://login.example.cn/jwks.json"',
    },
    fits: isWebAddress,
  },
  secret: option.secret({ expected: { en: 'a text', zh: '文本' }, fits: (value) => typeof value === 'string' }),
  issuer: aText,
  audience: aText,
}

export const listenOptions: OptionTypes = {
  port: option.required(option.wholeNumber(0, 65_535)),
  host: option.text({ en: 'a host such as "127.0.0.1"', zh: '主机,如 "127.0.0.1"' }),
  headersTimeoutMs: option.wholeNumber(0),
  receiveTimeoutMs: option.wholeNumber(0),
  idleTimeoutMs: option.wholeNumber(0),
  maxConnections: option.wholeNumber(0),
  trustedProxies: option.wholeNumber(0),
  replaceGlobals: option.flag,
}
