import { StorageError } from '@skein/engine'

/** What a connection string says, with nothing secret in `name`. */
export interface Connection {
  /** As the client takes it. */
  readonly url: string
  readonly name: string
  /** Only the leader answers, so that who has written reads it at once; not so where another node is preferred. */
  readonly requiresLeader: boolean
}

/** Options that the client knows. Of any other it would print the whole string, password and all. */
const known = [
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

/** Reads `esdb://user:password@host:2113?tls=true`, `esdb+discover://…`, and the same under their new name, `kurrentdb://…`. */
export const readConnection = (text: string): Connection => {
  const [, scheme, discover = '', , hosts, query = ''] =
    /^(esdb|kurrentdb)(\+discover)?:\/\/([^@]*@)?([^@/?]+)\/*(?:\?(.*))?$/i.exec(text.trim()) ?? []
  if (scheme === undefined || hosts === undefined || !hosts.split(',').every(isHost))
    throw malformed('it must look like esdb://user:password@host:2113?tls=true, with %40 for an @ in the password')
  const options = new Map(query === '' ? [] : query.split('&').map(readOption))
  check(options)
  const credentials = /^[^/]*\/\/([^@]*@)?/.exec(text.trim())?.[1] ?? ''
  return {
    url: `esdb${discover.toLowerCase()}://${credentials}${hosts}${query === '' ? '' : `?${query}`}`,
    name: `esdb://${hosts}`,
    requiresLeader: (options.get('nodePreference') ?? 'leader').toLowerCase() === 'leader',
  }
}

const isHost = (host: string): boolean => /^[^:\s]+(:\d{1,5})?$/.test(host)

const readOption = (pair: string): readonly [key: string, value: string] => {
  const [, given, value] = /^([^=]+)=([^=]+)$/.exec(pair) ?? []
  const key = known.find((name) => name.toLowerCase() === given?.toLowerCase())
  if (given?.toLowerCase() === 'throwonappendfailure')
    throw malformed('leave out throwOnAppendFailure: a wrong revision is always an error here')
  if (key === undefined || value === undefined)
    throw malformed(`${JSON.stringify(pair.split('=')[0])} is no option of it; known are ${known.join(', ')}`)
  return [key, value]
}

/** What the client would only print a warning about. */
const check = (options: ReadonlyMap<string, string>): void => {
  if (options.get('tlsVerifyCert') === 'false')
    throw malformed('tlsVerifyCert=false does nothing in this client; name the authority in tlsCAFile instead')
  for (const key of ['keepAliveInterval', 'keepAliveTimeout']) {
    const value = Number(options.get(key) ?? -1)
    if (value !== -1 && !(value >= 10_000))
      throw malformed(`${key} must be at least 10000 milliseconds, or -1 for none`)
  }
}

const malformed = (what: string): StorageError =>
  new StorageError('failed', `The EventStoreDB address is not usable: ${what}.`)
