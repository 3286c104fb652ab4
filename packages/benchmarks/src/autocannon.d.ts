/** It ships no types; these are the parts of its documented interface that are used here. */
declare module 'autocannon' {
  interface Sent {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  interface Options {
    readonly url: string
    readonly connections: number
    readonly duration: number
    readonly requests: readonly { setupRequest(request: object): Sent }[]
  }
  interface Result {
    readonly errors: number
    readonly timeouts: number
    readonly non2xx: number
    readonly '2xx': number
    readonly latency: { readonly p99: number }
    readonly requests: { readonly average: number }
  }
  export default function autocannon(options: Options): Promise<Result>
}
