const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?=-|$)/

/**
 * The `traceparent` of a request (W3C Trace Context), by which its events can be found in a trace. An invalid one is
 * ignored, as the standard demands; of a later version, only the fields of this one are kept.
 */
export const traceparentFrom = (header: string | undefined): string | undefined => pattern.exec(header ?? '')?.[0]
