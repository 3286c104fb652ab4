import type { Text } from '@skein/engine/storage'
import { unusableAddress } from './unusable-address.js'

export type NodePreference = 'leader' | 'follower' | 'readOnlyReplica' | 'random'

/** The options of a connection string; times in milliseconds. */
export interface ConnectionOptions {
  readonly tls: boolean
  readonly tlsCAFile: string | undefined
  readonly userCertFile: string | undefined
  readonly userKeyFile: string | undefined
  readonly nodePreference: NodePreference
  readonly connectionName: string | undefined
  /** -1: never. */
  readonly keepAliveInterval: number
  readonly keepAliveTimeout: number
  readonly gossipTimeout: number
  readonly discoveryInterval: number
  readonly maxDiscoverAttempts: number
  readonly defaultDeadline: number | undefined
}

interface OptionType<Value> {
  readonly expected: Text
  /** `undefined`: it is none. */
  parse(text: string): Value | undefined
}

const words = <Word extends string>(...all: readonly Word[]): OptionType<Word> => ({
  expected: { en: all.join(' or '), zh: all.join(' 或 ') },
  parse: (text) => all.find((word) => flat(word) === flat(text)),
})

const wholeNumber = (from: number, orNever = false): OptionType<number> => ({
  expected: {
    en: `a whole number from ${from}${orNever ? ', or -1 for never' : ''}`,
    zh: `不小于 ${from} 的整数${orNever ? ',或 -1(不启用)' : ''}`,
  },
  parse: (text) => {
    if (orNever && text === '-1') return -1
    const number = /^\d{1,9}$/.test(text) ? Number(text) : -1
    return number >= from ? number : undefined
  },
})

const path: OptionType<string> = {
  expected: { en: 'the path of a file', zh: '文件路径' },
  parse: (text) => (text.includes('\0') ? undefined : text),
}

/** A header of the protocol carries it. */
const asciiText: OptionType<string> = {
  expected: { en: 'printable ASCII characters', zh: '可打印的 ASCII 字符' },
  parse: (text) => (/^[\x20-\x7e]+$/.test(text) ? text : undefined),
}

const bool = words('true', 'false')

const types = {
  tls: bool,
  tlsVerifyCert: bool,
  tlsCAFile: path,
  userCertFile: path,
  userKeyFile: path,
  nodePreference: words('leader', 'follower', 'readOnlyReplica', 'random'),
  connectionName: asciiText,
  keepAliveInterval: wholeNumber(10_000, true),
  keepAliveTimeout: wholeNumber(10_000, true),
  gossipTimeout: wholeNumber(1),
  discoveryInterval: wholeNumber(0),
  maxDiscoverAttempts: wholeNumber(1),
  defaultDeadline: wholeNumber(1),
}

type Parsed = { -readonly [Key in keyof typeof types]?: NonNullable<ReturnType<(typeof types)[Key]['parse']>> }

/** @param query what follows the `?` */
export const parseOptions = (query: string): ConnectionOptions => {
  const given: Parsed = {}
  for (const [index, pair] of (query === '' ? [] : query.split('&')).entries())
    Object.assign(given, parseOption(pair, index, given))
  if (given.tlsVerifyCert === 'false') throw unusableAddress(noVerification)
  const tls = given.tls !== 'false'
  const file = (['tlsCAFile', 'userCertFile', 'userKeyFile'] as const).find((key) => given[key] !== undefined)
  if (!tls && file !== undefined) throw unusableAddress(needsTls(file))
  if ((given.userCertFile === undefined) !== (given.userKeyFile === undefined)) throw unusableAddress(certificateAndKey)
  return {
    tls,
    tlsCAFile: given.tlsCAFile,
    userCertFile: given.userCertFile,
    userKeyFile: given.userKeyFile,
    nodePreference: given.nodePreference ?? 'leader',
    connectionName: given.connectionName,
    keepAliveInterval: given.keepAliveInterval ?? 10_000,
    keepAliveTimeout: given.keepAliveTimeout ?? 10_000,
    // in seconds, as all clients of the server take it
    gossipTimeout: (given.gossipTimeout ?? 5) * 1_000,
    discoveryInterval: given.discoveryInterval ?? 100,
    maxDiscoverAttempts: given.maxDiscoverAttempts ?? 10,
    defaultDeadline: given.defaultDeadline,
  }
}

const parseOption = (pair: string, index: number, given: Parsed): Parsed => {
  const [, name = '', encoded = ''] = /^([^=]+)=(.+)$/.exec(pair) ?? []
  if (flat(name) === 'throwonappendfailure') throw unusableAddress(alwaysThrows)
  const key = keys.find((known) => flat(known) === flat(name))
  if (key === undefined) throw unusableAddress(unknownOption(index))
  if (given[key] !== undefined) throw unusableAddress(givenTwice(key))
  const value = types[key].parse(decoded(encoded, key))
  if (value === undefined) throw unusableAddress(badValue(key, types[key].expected))
  return { [key]: value }
}

const decoded = (text: string, key: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw unusableAddress(badPercent(key))
  }
}

// sound: the keys of an object literal
const keys = Object.keys(types) as readonly (keyof typeof types)[]

/** As the clients of the server compare names: without case, `_` and `-`. */
const flat = (text: string): string => text.trim().toLowerCase().replace(/[_-]/g, '')

const unknownOption = (index: number): Text => ({
  en: `option ${index + 1} after the ? is not known, or has no value; known options are ${keys.join(', ')}`,
  zh: `? 之后的第 ${index + 1} 个选项未知或没有值;可用选项为 ${keys.join('、')}`,
})

const badValue = (key: string, expected: Text): Text => ({
  en: `${key} takes ${expected.en}`,
  zh: `${key} 应为${expected.zh}`,
})

const givenTwice = (key: string): Text => ({ en: `${key} is given twice`, zh: `${key} 重复` })

const badPercent = (key: string): Text => ({
  en: `${key} has a % that two hex digits do not follow; write %25 for it`,
  zh: `${key} 中有 % 未跟两位十六进制数字;请写作 %25`,
})

const needsTls = (key: string): Text => ({
  en: `${key} has no effect without TLS; leave out it or tls=false`,
  zh: `未启用 TLS 时 ${key} 无效;请去掉它或 tls=false`,
})

const certificateAndKey: Text = {
  en: 'userCertFile and userKeyFile are needed together',
  zh: 'userCertFile 与 userKeyFile 须同时给出',
}

const noVerification: Text = {
  en: 'tlsVerifyCert=false has no effect in this client; name the certificate authority in tlsCAFile instead',
  zh: 'tlsVerifyCert=false 在此客户端中无效;请改用 tlsCAFile 指定证书颁发机构',
}

const alwaysThrows: Text = {
  en: 'leave out throwOnAppendFailure: here a wrong revision is always an error',
  zh: '请去掉 throwOnAppendFailure:此处版本号不符始终报错',
}
