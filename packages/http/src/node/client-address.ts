import type { IncomingMessage } from 'node:http'

/**
 * The address by which the rate of a client is limited.
 *
 * @param trustedProxies how many proxies in front add the address they were called from to `X-Forwarded-For`; what
 *   stands left of those was written by the client
 */
export const clientAddress = (incoming: IncomingMessage, trustedProxies: number): string => {
  const direct = incoming.socket.remoteAddress ?? ''
  if (trustedProxies === 0) return networkOf(direct)
  const header = incoming.headers['x-forwarded-for']
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim())
  return networkOf(forwarded.at(-trustedProxies) || direct)
}

/** An IPv4 address as it is; of an IPv6 address the network of 64 bits, all of which one client has. */
const networkOf = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::`
}
