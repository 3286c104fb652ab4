import type { Evidence, Language, Text } from '@skein/kernel'
import { type ProblemName, problems } from './catalogue.js'

/** One fault of a body: a JSON pointer, a code for programs, a text for people. Never the value itself. */
export interface Fault {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** What a problem says besides its kind. */
export interface ProblemDetails {
  readonly detail?: Text
  readonly rule?: string
  readonly evidence?: Evidence
  readonly policyVersion?: number
  readonly issues?: readonly Fault[]
  readonly actual?: number | 'none'
  readonly progress?: { readonly events: number; readonly remaining?: number }
}

/** Thrown on the way of a request, and answered as `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly kind: ProblemName
  readonly details: ProblemDetails
  readonly headers: Readonly<Record<string, string>>

  constructor(kind: ProblemName, details: ProblemDetails = {}, headers: Readonly<Record<string, string>> = {}) {
    super(kind)
    this.kind = kind
    this.details = details
    this.headers = headers
  }
}

/** A request that makes no sense, and what about it. */
export const malformed = (en: string, zh: string): Problem => new Problem('malformed', { detail: { en, zh } })

/** RFC 9457, in one language. */
export const problemResponse = (
  { kind, details, headers }: Problem,
  language: Language,
  requestId: string,
): Response => {
  const { status, title, advice } = problems[kind]
  const { detail, ...rest } = details
  const said = detail === undefined ? advice[language] : detail[language]
  const body = { type: `/problems/${kind}`, title: title[language], status, detail: said, requestId, ...rest }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...headers,
      'Content-Type': 'application/problem+json',
      'Content-Language': language,
      'Cache-Control': 'no-store',
    },
  })
}
