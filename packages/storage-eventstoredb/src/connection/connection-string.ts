import type { Text } from '@skein/engine/storage'
import { type ConnectionOptions, parseOptions } from './connection-options.js'
import type { Endpoint } from './endpoint.js'
import { unusableAddress } from './unusable-address.js'

/** A connection string that was checked. */
export interface ConnectionString extends ConnectionOptions {
  /** For messages, without secrets. */
  readonly name: string
  readonly endpoints: readonly [Endpoint, ...Endpoint[]]
  /** Ask the endpoints which node to use, instead of using the one that is given. */
  readonly isCluster: boolean
  readonly credentials: { readonly username: string; readonly password: string } | undefined
}

const defaultPort = 2113

/**
 * Parses `esdb://user:password@host:2113,host:2113?option=value`, `esdb+discover://…`, and the same with the newer
 * `kurrentdb`. Errors name the part that is wrong; they repeat no value of the text, as a mistyped one may be a password.
 */
export const parseConnectionString = (text: string): ConnectionString => {
  const [, scheme, discover, authority = '', path = '', query = ''] =
    /^(esdb|kurrentdb)(\+discover)?:\/\/([^/?#]*)([^?]*)(?:\?(.*))?$/is.exec(text.trim()) ?? []
  if (scheme === undefined) throw unusableAddress(expected)
  if (!/^\/*$/.test(path)) throw unusableAddress(noPath)
  const at = authority.lastIndexOf('@')
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map(parseHost)
  const [first, ...others] = hosts
  if (first === undefined) throw unusableAddress(expected)
  return {
    ...parseOptions(query),
    name: `esdb://${hosts.map(({ shown }) => shown).join(',')}`,
    endpoints: [first.endpoint, ...others.map(({ endpoint }) => endpoint)],
    isCluster: discover !== undefined || others.length > 0,
    credentials: at === -1 ? undefined : parseCredentials(authority.slice(0, at)),
  }
}

const parseHost = (text: string, index: number): { readonly endpoint: Endpoint; readonly shown: string } => {
  // the platform omits the default port of a scheme: 80 under one, 443 under the other
  const [url, other] = ['http', 'https'].map((scheme) => urlOf(`${scheme}://${text}/`))
  if (text === '' || text.includes('@') || url === undefined || other === undefined)
    throw unusableAddress(badHost(index))
  const port = url.port || other.port
  return {
    endpoint: { host: url.hostname, port: port === '' ? defaultPort : Number(port) },
    shown: port === '' ? url.hostname : `${url.hostname}:${port}`,
  }
}

const parseCredentials = (text: string) => {
  const url = urlOf(`http://${text.replaceAll('@', '%40')}@host/`)
  if (url === undefined || url.username === '' || url.password === '') throw unusableAddress(badCredentials)
  try {
    return { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
  } catch {
    throw unusableAddress(badPercent)
  }
}

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

const expected: Text = {
  en: 'it must look like esdb://user:password@host:2113?tls=true',
  zh: '应形如 esdb://user:password@host:2113?tls=true',
}

const noPath: Text = {
  en: 'nothing may stand between the hosts and the ?; in a password, write %2F for /, %3F for ? and %23 for #',
  zh: '主机与 ? 之间不能有其他内容;密码中的 /、?、# 请写作 %2F、%3F、%23',
}

const badHost = (index: number): Text => ({
  en: `host ${index + 1} is none: write a name or an address and a port up to 65535, such as db.example:2113 or [::1]:2113; in a password, write %2F for / and %3F for ?`,
  zh: `第 ${index + 1} 个主机无效:请写主机名或地址以及不超过 65535 的端口,如 db.example:2113 或 [::1]:2113;密码中的 /、? 请写作 %2F、%3F`,
})

const badCredentials: Text = {
  en: 'before the @ it takes user:password, both of them',
  zh: '@ 之前应为 user:password,二者均不可缺',
}

const badPercent: Text = {
  en: 'user or password has a % that two hex digits do not follow; write %25 for it',
  zh: '用户名或密码中有 % 未跟两位十六进制数字;请写作 %25',
}
