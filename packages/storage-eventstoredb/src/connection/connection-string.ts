import { StorageError } from '@skein/engine'
import type { Text } from '@skein/engine/storage'

/** A connection string that was checked. */
export interface ConnectionString {
  /** As the client takes it; may hold a password. */
  readonly url: string
  /** For messages, without secrets. */
  readonly name: string
  /**
   * Only the leader of the cluster answers, so that a read sees all earlier writes; `false` if the string prefers other
   * nodes.
   */
  readonly requiresLeader: boolean
}

/** The options of the client. It would report any other one by printing the whole string, with the password. */
const knownOptions = [
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'nodePreference',
  'tls',
  'tlsCAFile',
  'tlsVerifyCert',
  'userCertFile',
  'userKeyFile',
]

/** Parses `esdb://user:password@host:2113?tls=true`, `esdb+discover://…`, and the same with the newer `kurrentdb`. */
export const parseConnectionString = (text: string): ConnectionString => {
  const [, scheme, discover = '', , hosts, query = ''] =
    /^(esdb|kurrentdb)(\+discover)?:\/\/([^@]*@)?([^@/?]+)\/*(?:\?(.*))?$/i.exec(text.trim()) ?? []
  if (scheme === undefined || hosts === undefined || !hosts.split(',').every(isHost))
    throw malformed({
      en: 'it must look like esdb://user:password@host:2113?tls=true, with %40 for an @ in the password',
      zh: '应形如 esdb://user:password@host:2113?tls=true,密码中的 @ 写作 %40',
    })
  const options = new Map(query === '' ? [] : query.split('&').map(parseOption))
  checkOptions(options)
  const credentials = /^[^/]*\/\/([^@]*@)?/.exec(text.trim())?.[1] ?? ''
  return {
    url: `esdb${discover.toLowerCase()}://${credentials}${hosts}${query === '' ? '' : `?${query}`}`,
    name: `esdb://${hosts}`,
    requiresLeader: (options.get('nodePreference') ?? 'leader').toLowerCase() === 'leader',
  }
}

const isHost = (host: string): boolean => /^[^:\s]+(:\d{1,5})?$/.test(host)

const parseOption = (pair: string): readonly [key: string, value: string] => {
  const [, name, value] = /^([^=]+)=([^=]+)$/.exec(pair) ?? []
  const key = knownOptions.find((known) => known.toLowerCase() === name?.toLowerCase())
  if (name?.toLowerCase() === 'throwonappendfailure')
    throw malformed({
      en: 'leave out throwOnAppendFailure: here a wrong revision is always an error',
      zh: '请去掉 throwOnAppendFailure:此处版本号不符始终报错',
    })
  if (key !== undefined && value !== undefined) return [key, value]
  const shown = JSON.stringify(pair.split('=')[0])
  throw malformed({
    en: `${shown} is not an option with a value; known options are ${knownOptions.join(', ')}`,
    zh: `${shown} 不是带有值的选项;可用选项为 ${knownOptions.join('、')}`,
  })
}

/** Refuses what the client would only print a warning about. */
const checkOptions = (options: ReadonlyMap<string, string>): void => {
  if (options.get('tlsVerifyCert') === 'false')
    throw malformed({
      en: 'tlsVerifyCert=false has no effect in this client; name the certificate authority in tlsCAFile instead',
      zh: 'tlsVerifyCert=false 在此客户端中无效;请改用 tlsCAFile 指定证书颁发机构',
    })
  for (const key of ['keepAliveInterval', 'keepAliveTimeout']) {
    const value = Number(options.get(key) ?? -1)
    if (value !== -1 && !(value >= 10_000))
      throw malformed({
        en: `${key} must be at least 10000 milliseconds, or -1 for none`,
        zh: `${key} 须至少为 10000 毫秒,或为 -1(不启用)`,
      })
  }
}

const malformed = ({ en, zh }: Text): StorageError =>
  new StorageError('failed', {
    en: `The EventStoreDB address is not usable: ${en}.`,
    zh: `EventStoreDB 地址不可用:${zh}。`,
  })
