/** The address of a node. */
export interface Endpoint {
  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  readonly host: string
  readonly port: number
}

export const endpointText = ({ host, port }: Endpoint): string => `${host}:${port}`

/** Whether it is this machine, which no proxy leads to. */
export const isLoopback = ({ host }: Endpoint): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host)
