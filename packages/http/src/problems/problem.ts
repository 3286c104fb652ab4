import type { Evidence, Language, Text } from '@skein/kernel'
import { type ProblemName, problems } from './catalogue.js'

/** One mistake in a body: a JSON pointer, a code for programs, a message for people. Never the value itself. */
export interface BodyIssue {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** An entry of a later day that what was sent would make impossible. */
export interface BlockedEntryBody {
  readonly stream?: string
  readonly eventId: string
  readonly event: string
  readonly on: string
  readonly rule: string
  readonly message: string
  readonly evidence: Evidence
}

/** What a problem carries besides its kind. */
export interface ProblemDetails {
  /** Replaces the advice of the kind. */
  readonly detail?: Text
  readonly rule?: string
  readonly evidence?: Evidence
  readonly policyVersion?: number
  readonly issues?: readonly BodyIssue[]
  /** Where entries of later days are in the way: all of them that the caller may see. */
  readonly blocked?: readonly BlockedEntryBody[]
  readonly actual?: number | 'none'
  readonly progress?: { readonly events: number; readonly remaining?: number }
}

/** Thrown while a request is handled; the error handler answers with it as `application/problem+json`. */
export class Problem extends Error {
  readonly _tag = 'Problem'
  override readonly name = 'Problem'
  readonly kind: ProblemName
  readonly details: ProblemDetails
  readonly headers: Readonly<Record<string, string>>

  constructor(kind: ProblemName, details: ProblemDetails = {}, headers: Readonly<Record<string, string>> = {}) {
    // an answer to a caller, not a bug: nobody reads its stack, and capturing one costs as much as a small request
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(kind)
    Error.stackTraceLimit = stackTraceLimit
    this.kind = kind
    this.details = details
    this.headers = headers
  }
}

/** A request that cannot be understood, and why. */
export const malformed = (en: string, zh: string): Problem => new Problem('malformed', { detail: { en, zh } })

export interface ResponseOptions {
  readonly language: Language
  readonly requestId: string
  /** The path of the API's public address. */
  readonly publicPath: string
}

/** The problem as RFC 9457 describes it, in one language. */
export const problemBody = (
  { kind, details }: Problem,
  { language, requestId, publicPath }: ResponseOptions,
): Readonly<Record<string, unknown>> => {
  const { status, title, advice } = problems[kind]
  const { detail, ...rest } = details
  const text = (detail ?? advice)[language]
  return { type: `${publicPath}/problems/${kind}`, title: title[language], status, detail: text, requestId, ...rest }
}

/** The answer of a request that ended in the problem. */
export const problemResponse = (problem: Problem, options: ResponseOptions): Response =>
  new Response(JSON.stringify(problemBody(problem, options)), {
    status: problems[problem.kind].status,
    headers: {
      ...problem.headers,
      'Content-Type': 'application/problem+json',
      'Content-Language': options.language,
      'Cache-Control': 'no-store',
    },
  })
